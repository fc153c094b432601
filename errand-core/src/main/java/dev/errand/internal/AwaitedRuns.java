package dev.errand.internal;

import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.spi.Run;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a foreground wait saw, and the holds it still has. */
final class AwaitedRuns implements Awaited {
  private final Holds holds;
  private final String holder;
  private final List<Run> waitedFor;
  private final List<Run> ended;
  private final List<Job> jobs;
  private final List<String> unknown;
  private final List<String> evicted;
  private final List<String> consumedBefore;
  private final boolean met;
  private final AtomicBoolean over = new AtomicBoolean();

  AwaitedRuns(
      Runner runner,
      Holds holds,
      String holder,
      RunWait wait,
      List<Run> ended,
      List<String> unknown,
      boolean met) {
    this.holds = holds;
    this.holder = holder;
    this.waitedFor = wait.all();
    this.ended = ended;
    this.jobs = ended.stream().map(runner::withProgress).toList();
    this.unknown = List.copyOf(unknown);
    this.evicted = ended.stream().filter(wait::isEvicted).map(Run::id).toList();
    this.consumedBefore =
        ended.stream()
            .filter(run -> wait.wasConsumedBefore(run) || isDelivered(run))
            .map(Run::id)
            .toList();
    this.met = met;
  }

  /** A call of the sink had begun before the hold. */
  private static boolean isDelivered(Run run) {
    return run.mail().status() == DeliveryStatus.DELIVERED;
  }

  @Override
  public List<Job> jobs() {
    return jobs;
  }

  @Override
  public List<String> unknown() {
    return unknown;
  }

  @Override
  public List<String> evicted() {
    return evicted;
  }

  @Override
  public List<String> alreadyConsumed() {
    return consumedBefore;
  }

  @Override
  public boolean met() {
    return met;
  }

  @Override
  public void consume() {
    if (over.compareAndSet(false, true)) {
      try {
        holds.consume(ended);
      } finally {
        holds.release(holder, waitedFor); // what could not be consumed is delivered
      }
    }
  }

  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      holds.release(holder, waitedFor);
    }
  }
}
