package dev.errand.testkit;

import dev.errand.JobFilter;
import dev.errand.Subscription;
import dev.errand.spi.Gauge;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.RunOutput;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that has threads of its own, as {@link VirtualTime} needs it: a step has been answered
 * when {@link #submit} returns, and hints come on the thread that submitted it. So a manager on a
 * durable store does the same at every run.
 *
 * <pre>{@code
 * JobStore file = SqlJobStore.sqlite(path, Synchronous.FULL, time);
 * AsyncJobManager.builder().timeAndThreads(time).store(new SteppedStore(file)).build();
 * }</pre>
 *
 * <p>The store must tell its hints before it answers. To be used by one thread at a time, as
 * virtual time sees to.
 */
public final class SteppedStore implements JobStore {
  private final JobStore store;
  private final Deque<Runnable> hints = new ArrayDeque<>();
  private boolean telling;

  /** Wraps a store; closing one closes the other. */
  public SteppedStore(JobStore store) {
    this.store = store;
  }

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    CompletableFuture<O> answer = store.submit(step);
    try {
      O unused = answer.copy().orTimeout(DrivenStore.SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException failure) {
      // Whoever submitted the step hears of it.
    }
    tellHints();
    return answer;
  }

  /** What a hint leads to may be a step with hints of its own; those come after it. */
  private void tellHints() {
    if (telling) {
      return;
    }
    telling = true;
    try {
      for (Runnable hint = next(); hint != null; hint = next()) {
        hint.run();
      }
    } finally {
      telling = false;
    }
  }

  private @Nullable Runnable next() {
    synchronized (hints) {
      return hints.poll();
    }
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    return store.listen(worker, new Queued(listener));
  }

  /** Keeps hints for the thread that brought them about. */
  private final class Queued implements StoreListener {
    private final StoreListener listener;

    Queued(StoreListener listener) {
      this.listener = listener;
    }

    private void queue(Consumer<StoreListener> hint) {
      synchronized (hints) {
        hints.add(() -> hint.accept(listener));
      }
    }

    @Override
    public void runnable() {
      queue(StoreListener::runnable);
    }

    @Override
    public void wakeIn(Duration delay) {
      queue(to -> to.wakeIn(delay));
    }

    @Override
    public void cancelled(Run run) {
      queue(to -> to.cancelled(run));
    }

    @Override
    public void changed(Run run) {
      queue(to -> to.changed(run));
    }

    @Override
    public void progressed(Run run) {
      queue(to -> to.progressed(run));
    }

    @Override
    public void mailDue(Optional<String> owner) {
      queue(to -> to.mailDue(owner));
    }

    @Override
    public void mailQuiet(Optional<String> owner) {
      queue(to -> to.mailQuiet(owner));
    }

    @Override
    public void delivered(Run run) {
      queue(to -> to.delivered(run));
    }

    @Override
    public void died(Run run) {
      queue(to -> to.died(run));
    }

    @Override
    public void evicted(Run run) {
      queue(to -> to.evicted(run));
    }
  }

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return store.find(id, filter);
  }

  @Override
  public List<Run> running(JobFilter filter) {
    return store.running(filter);
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return store.recent(limit, filter);
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return store.unsettled(filter);
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return store.all(filter);
  }

  @Override
  public int unfinished(JobFilter filter) {
    return store.unfinished(filter);
  }

  @Override
  public MailStep.Counts mail(JobFilter filter) {
    return store.mail(filter);
  }

  @Override
  public List<Run> undelivered(JobFilter filter) {
    return store.undelivered(filter);
  }

  @Override
  public List<Run> queuedMail(JobFilter filter) {
    return store.queuedMail(filter);
  }

  @Override
  public List<Run> deadLetters(JobFilter filter) {
    return store.deadLetters(filter);
  }

  @Override
  public boolean isDurable() {
    return store.isDurable();
  }

  @Override
  public boolean isShared() {
    return store.isShared();
  }

  @Override
  public Optional<RunOutput> output() {
    return store.output();
  }

  @Override
  public List<Gauge> gauges() {
    return store.gauges();
  }

  @Override
  public void close() {
    store.close();
  }
}
