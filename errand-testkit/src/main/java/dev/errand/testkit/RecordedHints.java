package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.StoreListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes down the hints of a store, and what a reader sees who reads as soon as it gets one. */
final class RecordedHints implements StoreListener {
  private static final int PATIENCE_SECONDS = 5;

  /** One hint; those about a run bring the run as it was told and as it was found. */
  record Hint(
      String what,
      Optional<Duration> delay,
      Optional<Run> told,
      CompletableFuture<Optional<Run>> found) {}

  private final JobStore store;
  private final BlockingQueue<Hint> hints = new LinkedBlockingQueue<>();

  RecordedHints(JobStore store) {
    this.store = store;
  }

  @Override
  public void runnable() {
    add("runnable", Optional.empty(), Optional.empty());
  }

  @Override
  public void wakeIn(Duration delay) {
    add("wakeIn", Optional.of(delay), Optional.empty());
  }

  @Override
  public void cancelled(Run run) {
    add("cancelled", Optional.empty(), Optional.of(run));
  }

  @Override
  public void changed(Run run) {
    add("changed", Optional.empty(), Optional.of(run));
  }

  private void add(String what, Optional<Duration> delay, Optional<Run> told) {
    // Read on another thread: a listener must not wait for the store.
    var found =
        CompletableFuture.supplyAsync(
            () -> told.flatMap(run -> store.find(run.id(), JobFilter.all())));
    hints.add(new Hint(what, delay, told, found));
  }

  void forget() {
    hints.clear();
  }

  boolean isEmpty() {
    return hints.isEmpty();
  }

  /** Waits for a hint of this kind about this run as it stands now, visible to who read at once. */
  void awaitAbout(String what, Run run) {
    Hint hint =
        await(what + " " + run, one -> one.what.equals(what) && one.told.equals(Optional.of(run)));
    assertThat(hint.found.orTimeout(DrivenStore.SECONDS, TimeUnit.SECONDS).join())
        .as("what was visible when the hint \"%s\" came", what)
        .contains(run);
  }

  /** Waits until a run is told to have ended. */
  void awaitEnd(Run run) {
    Hint unused =
        await(
            "end of " + run.id(),
            one -> one.what.equals("changed") && one.told.orElseThrow().id().equals(run.id()));
  }

  void awaitRunnable() {
    Hint unused = await("runnable", one -> one.what.equals("runnable"));
  }

  void awaitWakeIn(Duration delay) {
    Hint unused =
        await(
            "wakeIn " + delay,
            one -> one.what.equals("wakeIn") && one.delay.equals(Optional.of(delay)));
  }

  /** Takes out hints until one passes. */
  private Hint await(String wanted, Predicate<Hint> passes) {
    StringBuilder others = new StringBuilder();
    while (true) {
      Hint hint = poll();
      if (hint == null) {
        throw new AssertionError("no hint \"" + wanted + "\" came, but these:" + others);
      }
      if (passes.test(hint)) {
        return hint;
      }
      others
          .append("\n  ")
          .append(hint.what)
          .append(' ')
          .append(hint.told.map(Object::toString).orElse(""));
    }
  }

  private @Nullable Hint poll() {
    try {
      return hints.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("the test was interrupted", interrupted);
    }
  }
}
