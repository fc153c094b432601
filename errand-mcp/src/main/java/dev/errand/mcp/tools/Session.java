package dev.errand.mcp.tools;

import dev.errand.AsyncJobManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What one session was shown and has not yet been heard from since. Holds nothing that a crash may
 * lose: what is not confirmed is due again when its lease ends. Thread-safe.
 */
final class Session {
  private static final Logger LOG = System.getLogger("dev.errand.mcp");

  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("errand-mcp-read").start(task);

  private final AsyncJobManager manager;
  private final String owner;
  private final PollGuard polls = new PollGuard();
  private final List<Lease> shown = new ArrayList<>();
  private long heardAt = System.nanoTime();

  Session(AsyncJobManager manager, String owner) {
    this.manager = manager;
    this.owner = owner;
  }

  /**
   * A request has come: what was answered before is theirs. That is recorded while the request is
   * worked on; who needs it to be {@linkplain Visit#awaitRead waits for it}.
   */
  Visit arrive() {
    List<Lease> theirs;
    synchronized (this) {
      heardAt = System.nanoTime();
      theirs = List.copyOf(shown);
      shown.clear();
    }
    CompletableFuture<?> read =
        theirs.isEmpty()
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.runAsync(() -> theirs.forEach(Session::confirm), THREADS);
    return new Visit(manager, owner, this, read);
  }

  private static void confirm(Lease lease) {
    try {
      lease.confirm();
    } catch (RuntimeException failed) {
      // It is due again after its lease, and shown as a repeat.
      LOG.log(Level.WARNING, "Mail that was read could not be concluded", failed);
    }
  }

  PollGuard polls() {
    return polls;
  }

  synchronized void show(List<Lease> leases) {
    shown.addAll(leases);
  }

  /** These, or as many of them as are not theirs yet, are offered again. */
  void lost(List<Lease> leases) {
    List<Lease> back;
    synchronized (this) {
      back = leases.stream().filter(shown::contains).toList();
      shown.removeAll(back);
    }
    back.forEach(Lease::giveBack);
  }

  /** The session is gone. */
  void lost() {
    List<Lease> all;
    synchronized (this) {
      all = List.copyOf(shown);
    }
    lost(all);
  }

  /** How long nothing was heard, in nanoseconds. */
  synchronized long silence() {
    return System.nanoTime() - heardAt;
  }
}
