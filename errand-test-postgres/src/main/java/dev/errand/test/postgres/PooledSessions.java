package dev.errand.test.postgres;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The sessions of a {@link TransactionPooler} that nobody has; whoever wants one gets the last. */
final class PooledSessions {
  private final int target;
  private final Deque<PooledSession> free = new ArrayDeque<>();

  PooledSessions(int target) {
    this.target = target;
  }

  /** One that is free, or a new one. */
  PooledSession take(byte[] start) throws IOException {
    synchronized (this) {
      PooledSession session = free.pollFirst();
      if (session != null) {
        return session;
      }
    }
    return new PooledSession(target, start);
  }

  synchronized void giveBack(PooledSession session) {
    free.addFirst(session);
  }

  synchronized void close() throws IOException {
    for (PooledSession session : free) {
      session.close();
    }
    free.clear();
  }
}
