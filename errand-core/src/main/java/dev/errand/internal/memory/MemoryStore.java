package dev.errand.internal.memory;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A store on the heap. Steps and reads are applied one at a time, by the thread that brings them or
 * by another one that is there already ({@link Combiner}); so ends of bodies never block, and
 * nothing of anybody is called while others wait.
 *
 * <p>Several managers may share one: it tells their workers apart like any shared store does.
 */
public final class MemoryStore implements JobStore {
  private final TimeAndThreads time;
  private final Combiner combiner = new Combiner();
  private final RunTable table = new RunTable();
  private final StepApplier steps;
  private final Hints hints = new Hints();
  private boolean closed;

  /** An empty store that lives by this time. */
  public MemoryStore(TimeAndThreads time) {
    this.time = time;
    this.steps = new StepApplier(time, table);
  }

  @Override
  @SuppressWarnings(
      "unchecked") // the applier answers each step with an outcome of the step's own type
  public <O> CompletableFuture<O> submit(Step<O> step) {
    // The clock is read while others may still be at work; a microsecond makes no difference to
    // what is stamped.
    var now = time.now();
    var posted =
        new Posted<O>(
            () -> {
              if (closed) {
                throw new StoreException("the store is closed", false, null);
              }
              return (O) steps.apply(step, now);
            },
            outcome -> hints.after(step, outcome));
    combiner.run(posted);
    return posted.answer;
  }

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return read(() -> Optional.ofNullable(steps.visible(id, filter)).map(row -> row.run));
  }

  @Override
  public List<Run> running(JobFilter filter) {
    return read(() -> table.running(filter));
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return read(() -> table.recent(limit, filter));
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return read(() -> table.unsettled(filter));
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return read(() -> table.all(filter));
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    return hints.add(worker, listener);
  }

  @Override
  public void close() {
    boolean unused = read(() -> closed = true);
  }

  private <T> T read(Supplier<T> query) {
    var posted = new Posted<T>(query, answer -> {});
    combiner.run(posted);
    return posted.answer.join();
  }
}
