package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobStatus;
import dev.errand.Subscription;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What listeners are told of a step, as can be read off its outcome; the worker whose step it is
 * knows already.
 */
public final class Hints {

  private static final Logger LOG = System.getLogger("dev.errand");

  private record Hearer(Worker worker, StoreListener listener) {}

  private final List<Hearer> hearers = new CopyOnWriteArrayList<>();

  /** Adds somebody who is told. */
  public Subscription add(Worker worker, StoreListener listener) {
    Hearer hearer = new Hearer(worker, listener);
    hearers.add(hearer);
    return () -> hearers.remove(hearer);
  }

  /** Tells of a step that has been applied for good. */
  public void after(Step<?> step, Object outcome, @Nullable Effects effects) {
    for (Hearer hearer : hearers) {
      // A listener's failure is its own: the step is applied, and the others are told.
      try {
        if (!hearer.worker.equals(step.submitter())) {
          after(step, outcome, hearer.listener);
        }
        if (effects != null) {
          effects.tell(hearer.listener);
        }
      } catch (Throwable failure) {
        LOG.log(Level.WARNING, "A hint was not taken", failure);
      }
    }
  }

  private static void after(Step<?> step, Object outcome, StoreListener listener) {
    switch (outcome) {
      case Step.Register.Registered registered -> afterRegister(registered.run(), listener);
      case Step.Finish.Outcome finished -> afterFinish(finished, listener);
      case Applied applied when !(step instanceof MailStep) ->
          afterChange(applied.run(), step, listener);
      case Step.Swept swept -> swept.expired().forEach(listener::changed);
      case Step.Recovered recovered -> afterRecover(recovered, listener);
      case MailStep.Concluded concluded ->
          concluded.verdicts().forEach(verdict -> afterVerdict(verdict, listener));
      case List<?> runs when step instanceof Step.CancelAll ->
          runs.forEach(run -> afterChange((Run) run, step, listener));
      default -> {}
    }
  }

  /** Tells everybody this. */
  public void all(Consumer<StoreListener> hint) {
    for (Hearer hearer : hearers) {
      try {
        hint.accept(hearer.listener);
      } catch (Throwable failure) {
        LOG.log(Level.WARNING, "A hint was not taken", failure);
      }
    }
  }

  /** Tells of runs that others have changed, in another process. */
  public void afterOthers(List<Change> changes, @Nullable Effects effects) {
    for (Hearer hearer : hearers) {
      try {
        changes.forEach(change -> change.tell(hearer.listener));
        if (effects != null) {
          effects.tell(hearer.listener);
        }
      } catch (Throwable failure) {
        LOG.log(Level.WARNING, "A hint was not taken", failure);
      }
    }
  }

  /**
   * A run that others have changed.
   *
   * @param before how it stood here; null if it was not here
   * @param now how it stands
   */
  public record Change(@Nullable Run before, Run now) {

    private void tell(StoreListener listener) {
      if (hasProgressed()) {
        listener.progressed(now); // the last report, too, comes before the end
      }
      if (before != null && before.status() == JobStatus.RUNNING) {
        if (now.status().isFinal()) {
          listener.cancelled(now);
        } else if (before.epoch() != now.epoch() || now.status() == JobStatus.QUEUED) {
          listener.superseded(now);
        }
      }
      if (now.status().isFinal()) {
        listener.changed(now);
      }
      boolean occupied = before != null && before.state().occupying();
      if (now.status() == JobStatus.QUEUED || (occupied && !now.state().occupying())) {
        listener.runnable();
      }
      DeliveryStatus then = before == null ? DeliveryStatus.NOT_DUE : before.mail().status();
      if (then != now.mail().status()) {
        switch (now.mail().status()) {
          case DELIVERED -> listener.delivered(now);
          case DEAD -> listener.died(now);
          default -> {}
        }
      }
    }

    private boolean hasProgressed() {
      return now.progress().isPresent()
          && (before == null
              || (!before.status().isFinal() && !before.progress().equals(now.progress())));
    }
  }

  private static void afterVerdict(Transition verdict, StoreListener listener) {
    if (verdict instanceof Applied applied
        && applied.run().mail().status() == DeliveryStatus.DELIVERED) {
      listener.delivered(applied.run());
    }
  }

  private static void afterRegister(Run run, StoreListener listener) {
    if (run.status() != JobStatus.QUEUED) {
      return;
    }
    Terms terms = run.registration().terms();
    terms.queueTimeout().ifPresent(listener::wakeIn);
    terms.delay().ifPresentOrElse(listener::wakeIn, listener::runnable);
  }

  private static void afterFinish(Step.Finish.Outcome finished, StoreListener listener) {
    if (finished.transition() instanceof Applied applied) {
      listener.changed(applied.run());
    }
    listener.runnable(); // a place of the owner or of the store may have become free
  }

  private static void afterRecover(Step.Recovered recovered, StoreListener listener) {
    recovered.lost().forEach(listener::changed);
    recovered.settled().forEach(listener::changed);
    boolean nothing =
        recovered.rerun().isEmpty() && recovered.lost().isEmpty() && recovered.settled().isEmpty();
    if (!nothing) {
      listener.runnable(); // again, or because the dead no longer take places
    }
  }

  private static void afterChange(Run run, Step<?> step, StoreListener listener) {
    if (step instanceof Step.Report) {
      listener.progressed(run);
      return;
    }
    boolean stillThere = run.status().isFinal() && run.settledAt().isEmpty();
    if (stillThere && (step instanceof Step.Cancel || step instanceof Step.CancelAll)) {
      listener.cancelled(run);
    }
    if (run.status().isFinal()) {
      listener.changed(run);
    }
    if (run.status() == JobStatus.QUEUED
        || step instanceof Step.GiveUp
        || step instanceof Step.Lend) {
      listener.runnable();
    }
  }
}
