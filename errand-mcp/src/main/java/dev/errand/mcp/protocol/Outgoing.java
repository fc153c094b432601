package dev.errand.mcp.protocol;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Where messages go that belong to a request while it goes on. For one thread at a time. */
public interface Outgoing {
  /**
   * Sends a notification.
   *
   * @throws IOException if nobody is there any more
   */
  void send(ObjectNode notification) throws IOException;

  /**
   * The request goes on: a chance to keep the connection alive, and to notice that it is gone.
   *
   * @throws IOException if nobody is there any more
   */
  void alive() throws IOException;
}
