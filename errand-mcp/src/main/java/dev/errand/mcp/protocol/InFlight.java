package dev.errand.mcp.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The requests that are being answered, so that they can be given up. Thread-safe. */
final class InFlight {
  private record Key(String owner, String session, JsonNode id) {}

  /** A request; closed when it is answered. */
  final class Request implements AutoCloseable {
    private final @Nullable Key key;
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean cancelled;

    private Request(@Nullable Key key) {
      this.key = key;
    }

    private synchronized void cancel() {
      if (!over) {
        cancelled = true;
        thread.interrupt();
      }
    }

    /** Whether the client has given it up. */
    synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void close() {
      synchronized (this) {
        over = true; // nobody interrupts this thread for our sake from here on
        if (cancelled) {
          var _ = Thread.interrupted();
        }
      }
      if (key != null) {
        all.remove(key, this);
      }
    }
  }

  private final Map<Key, Request> all = new ConcurrentHashMap<>();

  /** This thread answers that request. */
  Request begin(String owner, String session, JsonNode id) throws RpcException {
    Key key = new Key(owner, session, id);
    Request request = new Request(key);
    if (all.putIfAbsent(key, request) != null) {
      throw RpcException.invalidRequest("a request with this id is being answered");
    }
    return request;
  }

  /** Likewise, but nobody can name it: it ends with its connection. */
  Request beginUnnamed() {
    return new Request(null);
  }

  void cancel(String owner, String session, JsonNode id) {
    Request request = all.get(new Key(owner, session, id));
    if (request != null) {
      request.cancel();
    }
  }
}
