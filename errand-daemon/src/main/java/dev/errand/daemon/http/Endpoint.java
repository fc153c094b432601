package dev.errand.daemon.http;

import java.io.IOException;

/** Answers the requests of one method and one path. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers.
   *
   * @throws IllegalArgumentException becomes 400, with its message
   * @throws dev.errand.daemon.jobs.UnknownJobException becomes 404
   * @throws IOException if the connection is gone
   */
  void answer(Exchange exchange) throws IOException, InterruptedException;
}
