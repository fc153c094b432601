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
  private record Hint(String what, Object about, CompletableFuture<Optional<Run>> found) {
    boolean is(String other, Object otherAbout) {
      return what.equals(other) && about.equals(otherAbout);
    }
  }

  private final JobStore store;
  private final BlockingQueue<Hint> hints = new LinkedBlockingQueue<>();

  RecordedHints(JobStore store) {
    this.store = store;
  }

  @Override
  public void runnable() {
    add("runnable", "");
  }

  @Override
  public void wakeIn(Duration delay) {
    add("wakeIn", delay);
  }

  @Override
  public void cancelled(Run run) {
    add("cancelled", run);
  }

  @Override
  public void changed(Run run) {
    add("changed", run);
  }

  @Override
  public void mailDue(Optional<String> owner) {
    add("mailDue", owner);
  }

  @Override
  public void mailQuiet(Optional<String> owner) {
    add("mailQuiet", owner);
  }

  @Override
  public void died(Run run) {
    add("died", run);
  }

  @Override
  public void evicted(Run run) {
    add("evicted", run);
  }

  private void add(String what, Object about) {
    hints.add(new Hint(what, about, found(about)));
  }

  private CompletableFuture<Optional<Run>> found(Object about) {
    // Read on another thread: a listener must not wait for the store.
    return about instanceof Run run
        ? CompletableFuture.supplyAsync(() -> store.find(run.id(), JobFilter.all()))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  void forget() {
    hints.clear();
  }

  boolean isEmpty() {
    return hints.isEmpty();
  }

  /** Waits for a hint of this kind about this run as it stands now, visible to who read at once. */
  void awaitAbout(String what, Run run) {
    assertThat(foundWith(what, run))
        .as("what was visible when the hint \"%s\" came", what)
        .contains(run);
  }

  /** Waits until this run is told to have been forgotten, invisible to who read at once. */
  void awaitEvicted(Run run) {
    assertThat(foundWith("evicted", run)).as("what was visible when it was evicted").isEmpty();
  }

  private Optional<Run> foundWith(String what, Run run) {
    Hint hint = await(what + " " + run, one -> one.is(what, run));
    return hint.found.orTimeout(DrivenStore.SECONDS, TimeUnit.SECONDS).join();
  }

  /** Waits until a run is told to have ended. */
  void awaitEnd(Run run) {
    Hint unused =
        await(
            "end of " + run.id(),
            one -> one.what.equals("changed") && ((Run) one.about).id().equals(run.id()));
  }

  void awaitRunnable() {
    Hint unused = await("runnable", one -> one.what.equals("runnable"));
  }

  void awaitWakeIn(Duration delay) {
    Hint unused = await("wakeIn " + delay, one -> one.is("wakeIn", delay));
  }

  /** Waits until mail of this lane, the unowned one if it is empty, is told to be due. */
  void awaitMailDue(String owner) {
    Hint unused = await("mailDue " + owner, one -> one.is("mailDue", DrivenMail.lane(owner)));
  }

  /** Waits until mail is told to be due, which has to be that of this lane. */
  void awaitFirstMailDue(String owner) {
    Hint first = await("mailDue", one -> one.what.equals("mailDue"));
    assertThat(first.about).isEqualTo(DrivenMail.lane(owner));
  }

  /** Waits until this lane is told to be quiet. */
  void awaitMailQuiet(String owner) {
    Hint unused = await("mailQuiet " + owner, one -> one.is("mailQuiet", DrivenMail.lane(owner)));
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
      others.append("\n  ").append(hint.what).append(' ').append(hint.about);
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
