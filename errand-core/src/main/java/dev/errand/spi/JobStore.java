package dev.errand.spi;

import dev.errand.JobFilter;
import dev.errand.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The truth about runs: the only place where their state changes, by atomic {@link Step}s.
 * Everything above it is a service that submits steps, reads, and listens.
 *
 * <p>Thread-safe. A store applies {@link Transitions}, gives out ids and sequence numbers, and
 * decides races: the first step that it applies wins.
 */
public interface JobStore extends AutoCloseable {

  /**
   * Applies one step.
   *
   * <p>The future completes once the change is as durable as this store makes it. It completes
   * exceptionally with a {@link dev.errand.StoreException} only. Interrupting a waiter or
   * cancelling the future does not take the step back: the outcome is not seen, the step is applied
   * all the same. Continuations may run on any thread, the submitter's included, and one after
   * another: they must be short and must not block.
   */
  <O> CompletableFuture<O> submit(Step<O> step);

  /** The newest run of this id, if the filter sees it. O(1). */
  Optional<Run> find(String id, JobFilter filter);

  /** The runs that are running, in order of registration. */
  List<Run> running(JobFilter filter);

  /** The latest runs to end, latest first, at most {@code limit} of them. */
  List<Run> recent(int limit, JobFilter filter);

  /** The ended runs whose bodies have outlived their grace, in order of their ends. */
  List<Run> unsettled(JobFilter filter);

  /** All runs, in order of registration. */
  List<Run> all(JobFilter filter);

  /** How many runs have not settled: queued ones, running ones, ended ones whose bodies go on. */
  int unfinished(JobFilter filter);

  /**
   * How much mail there is. O(1), but for a tree of owners O(owners of the tree); for everybody it
   * also passes over the retries of lanes that have lost their sink, which are due within 30 s.
   */
  MailStep.Counts mail(JobFilter filter);

  /**
   * The runs whose mail is under way, held and parked mail included, in the order of their ends.
   */
  List<Run> undelivered(JobFilter filter);

  /** The runs whose mail counts as queued: {@link #undelivered} without what is held or parked. */
  List<Run> queuedMail(JobFilter filter);

  /** The dead letters, in the order in which they died. */
  List<Run> deadLetters(JobFilter filter);

  /** Whether what it holds outlives the process. */
  boolean isDurable();

  /**
   * Whether other processes may use it at the same time; owned mail then goes to its owner's sink
   * only (contract F2). Default: no.
   */
  default boolean isShared() {
    return false;
  }

  /**
   * Where it keeps copies of what runs print, for machines that have not the files (contract K3).
   * Default: nowhere.
   */
  default Optional<RunOutput> output() {
    return Optional.empty();
  }

  /**
   * How the store is, for metrics. Asks it, and waits for the answer. Default: nothing is to be
   * said.
   *
   * @throws dev.errand.StoreException if it does not answer
   */
  default List<Gauge> gauges() {
    return List.of();
  }

  /** Adds somebody who wants hints about what others than this worker change. */
  Subscription listen(Worker worker, StoreListener listener);

  /** Gives up what the store holds open. Steps submitted later fail. */
  @Override
  void close();
}
