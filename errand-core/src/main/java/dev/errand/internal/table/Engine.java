package dev.errand.internal.table;

import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs and their mail in memory: applies steps and answers questions. To be used by one thread at a
 * time; its store sees to that.
 */
public final class Engine {
  private final RunTable table = new RunTable();
  private final StepApplier steps = new StepApplier(table);

  /** The outcome of the step. What it has brought about beside that is in {@link #effects}. */
  @SuppressWarnings("unchecked") // each step is answered with an outcome of the step's own type
  public <O> O apply(Step<O> step, Instant now, long nanoTime) {
    return (O) steps.apply(step, now, nanoTime);
  }

  /** What the last step has brought about beside its outcome; null if nothing. */
  public @Nullable Effects effects() {
    return steps.effects();
  }

  /**
   * This worker is dead: the next {@link Step.Recover} looks after what it has left behind. A store
   * that outlives its workers says so when it has loaded what they left.
   */
  public void died(String worker) {
    table.deadWorkers.add(worker);
  }

  /** See {@link dev.errand.spi.JobStore#find}. */
  public Optional<Run> find(String id, JobFilter filter) {
    return Optional.ofNullable(table.visible(id, filter)).map(row -> row.run);
  }

  /** See {@link dev.errand.spi.JobStore#running}. */
  public List<Run> running(JobFilter filter) {
    return table.reads.running(filter);
  }

  /** See {@link dev.errand.spi.JobStore#recent}. */
  public List<Run> recent(int limit, JobFilter filter) {
    return table.reads.recent(limit, filter);
  }

  /** See {@link dev.errand.spi.JobStore#unsettled}. */
  public List<Run> unsettled(JobFilter filter) {
    return table.reads.unsettled(filter);
  }

  /** See {@link dev.errand.spi.JobStore#all}. */
  public List<Run> all(JobFilter filter) {
    return table.reads.all(filter);
  }

  /** See {@link dev.errand.spi.JobStore#unfinished}. */
  public int unfinished(JobFilter filter) {
    return table.reads.unfinished(filter);
  }

  /** See {@link dev.errand.spi.JobStore#mail}. */
  public MailStep.Counts mail(JobFilter filter, Instant now, long nanoTime) {
    return table.reads.counts(filter, now, nanoTime);
  }

  /** See {@link dev.errand.spi.JobStore#undelivered}. */
  public List<Run> undelivered(JobFilter filter) {
    return table.reads.underWay(filter, row -> true);
  }

  /** See {@link dev.errand.spi.JobStore#queuedMail}. */
  public List<Run> queuedMail(JobFilter filter) {
    return table.reads.underWay(filter, row -> row.book.mail.isQueued(row.run.mail()));
  }

  /** See {@link dev.errand.spi.JobStore#deadLetters}. */
  public List<Run> deadLetters(JobFilter filter) {
    return table.mail.dead.of(filter).stream().map(row -> row.run).toList();
  }
}
