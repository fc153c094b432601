package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Somebody who lives by hints alone, beside a {@link RandomWalk}: sweeps when it is told to, claims
 * mail of lanes that it was told of, and thinks of lanes as quiet, of runs as forgotten or dead
 * when it was told so. What it would miss a manager would miss.
 */
final class WalkHints implements StoreListener {
  static final Worker WATCHER = new Worker("watcher", Set.of());

  /** A store may let what is to be forgotten come together for so long. */
  private static final Duration TOGETHER = Duration.ofMillis(50);

  private final VirtualTime time;
  private final Set<Optional<String>> toClaim = new HashSet<>();
  private final Set<Optional<String>> announced = new HashSet<>();
  private final Map<Optional<String>, Optional<Worker>> sinks = new HashMap<>();
  private final Set<Optional<String>> quiet = new HashSet<>();
  private final Set<Optional<String>> notQuietBefore = new HashSet<>();
  private final Set<String> died = new HashSet<>();
  private final Set<String> evicted = new HashSet<>();
  private int deaths;
  private Instant wakeAt = Instant.MAX;

  WalkHints(VirtualTime time) {
    this.time = time;
  }

  @Override
  public synchronized void wakeIn(Duration delay) {
    Instant at = ReferenceRow.after(time.now(), delay);
    wakeAt = at.isBefore(wakeAt) ? at : wakeAt;
    notifyAll();
  }

  @Override
  public synchronized void mailDue(Optional<String> owner) {
    toClaim.add(owner);
    announced.add(owner);
    notifyAll();
  }

  @Override
  public synchronized void mailQuiet(Optional<String> owner) {
    quiet.add(owner);
    notifyAll();
  }

  @Override
  public synchronized void died(Run run) {
    died.add(run.runId());
    notifyAll();
  }

  @Override
  public synchronized void evicted(Run run) {
    evicted.add(run.runId());
    notifyAll();
  }

  /** The walk is about to take this step. */
  synchronized void before(Step<?> step, ReferenceStore reference) {
    notQuietBefore.clear();
    Dice.OWNERS.stream().filter(lane -> queued(lane, reference) > 0).forEach(notQuietBefore::add);
    quiet.clear();
    announced.clear();
    Dice.OWNERS.forEach(lane -> sinks.put(lane, reference.routes.of(lane)));
    deaths = reference.deaths();
    if (step instanceof Step.Sweep) {
      wakeAt = Instant.MAX;
    }
  }

  /** The step is taken, and the reference has followed: what there was to tell must be told. */
  void after(Step<?> step, Object outcome, List<Run> before, ReferenceStore reference) {
    if (step instanceof Step.Sweep) {
      ((Step.Swept) outcome).next().ifPresent(this::wakeIn);
    }
    noteClaim(step, outcome, reference);
    Dice.OWNERS.forEach(lane -> noteMove(lane, reference));
    Optional<Instant> due = reference.nextDue();
    await("to wake by " + due, () -> due.isEmpty() || !wakeAt.isAfter(due.get().plus(TOGETHER)));
    for (Optional<String> lane : Dice.OWNERS) {
      await("mail due of " + lane, () -> !reference.mail.isDueFor(lane) || toClaim.contains(lane));
      await(
          "mail quiet of " + lane,
          () ->
              !notQuietBefore.contains(lane)
                  || queued(lane, reference) > 0
                  || quiet.contains(lane));
    }
    for (Run run : before) {
      ReferenceRow row = reference.row(run.registration());
      if (row == null) {
        await("evicted " + run.id(), () -> evicted.remove(run.runId()));
        mayHaveDied(run);
      } else if (row.diedAs > deaths) {
        await("died " + run.id(), () -> died.remove(run.runId()));
      }
    }
    synchronized (this) {
      assertThat(died).as("told to have died, but did not").isEmpty();
    }
  }

  /** What one step buries, it may conclude and forget as well. */
  private synchronized void mayHaveDied(Run run) {
    died.remove(run.runId());
  }

  /** Who has the sink only now does not know what others were told. */
  private synchronized void noteMove(Optional<String> lane, ReferenceStore reference) {
    if (!reference.routes.of(lane).equals(sinks.get(lane)) && !announced.contains(lane)) {
      toClaim.remove(lane);
    }
  }

  /** Who has the sink and finds nothing to claim waits for the next hint. */
  private synchronized void noteClaim(Step<?> step, Object outcome, ReferenceStore reference) {
    Optional<MailStep.ClaimMail> claim = Optional.empty();
    if (step instanceof MailStep.ClaimMail alone && ((List<?>) outcome).isEmpty()) {
      claim = Optional.of(alone);
    } else if (step instanceof MailStep.Conclude conclude
        && ((MailStep.Concluded) outcome).claimed().isEmpty()) {
      claim = conclude.next();
    } else if (step instanceof Step.Finish finish
        && ((Step.Finish.Outcome) outcome).mail().isEmpty()) {
      claim = finish.mail();
    }
    claim
        .filter(one -> reference.routes.of(one.owner()).equals(Optional.of(one.worker())))
        .ifPresent(one -> toClaim.remove(one.owner()));
  }

  private static int queued(Optional<String> lane, ReferenceStore reference) {
    JobFilter filter = lane.<JobFilter>map(JobFilter::owner).orElse(JobFilter.unowned());
    return reference.mail.counts(filter).queued();
  }

  /** Waits until something has been told; as a rule it has. */
  private synchronized void await(String what, BooleanSupplier told) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!told.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no hint: " + what);
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException("the test was interrupted", interrupted);
      }
    }
  }
}
