package dev.errand.mcp.tools;

import dev.errand.AsyncJobManager;
import dev.errand.TakenDeliveries;
import dev.errand.mcp.ToolResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One call of a tool, from its arrival to its answer: what it shows is leased to its session. For
 * one thread at a time, but {@link #lost} may come from another.
 */
final class Visit implements ToolResult.Receipt, AutoCloseable {
  private final AsyncJobManager manager;
  private final String owner;
  private final Session session;
  private final CompletableFuture<?> read;
  private final List<Lease> shown = new ArrayList<>();
  private final List<TakenDeliveries> taken = new ArrayList<>();
  private volatile boolean answered;

  Visit(AsyncJobManager manager, String owner, Session session, CompletableFuture<?> read) {
    this.manager = manager;
    this.owner = owner;
    this.session = session;
    this.read = read;
  }

  /** Waits until what was shown before is recorded as read. */
  void awaitRead() {
    read.join();
  }

  PollGuard polls() {
    return session.polls();
  }

  /** Leases the mail of these jobs, as far as it is due, and answers it. */
  List<Lease> take(Collection<String> ids) {
    return leases(manager.takeDeliveries(owner, ids));
  }

  /** Leases the mail that has waited longest. */
  List<Lease> take(int most) {
    return leases(manager.takeDeliveries(owner, most));
  }

  private List<Lease> leases(TakenDeliveries some) {
    taken.add(some);
    return some.deliveries().stream().map(it -> new Lease(it, some)).toList();
  }

  /** This is in the answer, as all that is taken has to be. */
  void show(Lease lease) {
    shown.add(lease);
  }

  /** The answer is made: what is in it is no longer given back by {@link #close}. */
  void answered() {
    answered = true;
  }

  @Override
  public void handedOver() {
    session.show(shown);
  }

  @Override
  public void lost() {
    session.lost(shown);
    shown.forEach(Lease::giveBack); // of what was handed over and read, nothing is left to give
  }

  /** Without an answer nothing was shown. */
  @Override
  public void close() {
    if (!answered) {
      taken.forEach(TakenDeliveries::close);
    }
  }
}
