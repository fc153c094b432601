package dev.errand.internal.memory;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.internal.table.Effects;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final Engine engine = new Engine();
  private final Hints hints = new Hints();
  private boolean closed;

  /** An empty store that lives by this time. */
  public MemoryStore(TimeAndThreads time) {
    this.time = time;
  }

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    PostedStep<O> posted = new PostedStep<>(step);
    combiner.run(posted);
    return posted.answer;
  }

  private final class PostedStep<O> extends Posted<O> {
    private final Step<O> step;

    // The clocks are read while others may still be at work; a microsecond makes no difference to
    // what is stamped.
    private final long nanoTime = time.nanoTime();
    private final Instant now = time.wallClockAt(nanoTime);
    private @Nullable Effects effects;

    PostedStep(Step<O> step) {
      this.step = step;
    }

    @Override
    O work() {
      if (closed) {
        throw new StoreException("the store is closed", false, null);
      }
      O outcome = engine.apply(step, now, nanoTime);
      effects = engine.effects();
      return outcome;
    }

    @Override
    void tellOthers(O outcome) {
      hints.after(step, outcome, effects);
    }
  }

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return read(() -> engine.find(id, filter));
  }

  @Override
  public List<Run> running(JobFilter filter) {
    return read(() -> engine.running(filter));
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return read(() -> engine.recent(limit, filter));
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return read(() -> engine.unsettled(filter));
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return read(() -> engine.all(filter));
  }

  @Override
  public int unfinished(JobFilter filter) {
    return read(() -> engine.unfinished(filter));
  }

  @Override
  public MailStep.Counts mail(JobFilter filter) {
    Instant now = time.now();
    long nanoTime = time.nanoTime();
    return read(() -> engine.mail(filter, now, nanoTime));
  }

  @Override
  public List<Run> undelivered(JobFilter filter) {
    return read(() -> engine.undelivered(filter));
  }

  @Override
  public List<Run> queuedMail(JobFilter filter) {
    return read(() -> engine.queuedMail(filter));
  }

  @Override
  public List<Run> deadLetters(JobFilter filter) {
    return read(() -> engine.deadLetters(filter));
  }

  @Override
  public boolean isDurable() {
    return false;
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
    var posted =
        new Posted<T>() {
          @Override
          T work() {
            return query.get();
          }
        };
    combiner.run(posted);
    return posted.answer.join();
  }
}
