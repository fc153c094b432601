package dev.errand.sql.posting;

import dev.errand.internal.table.Effects;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.MailStep;
import dev.errand.spi.Step;
import org.jspecify.annotations.Nullable;

/**
 * A step on its way to the writer.
 *
 * @param <O> its outcome
 */
public final class PostedStep<O> extends Posted<O> {
  private final Step<O> step;
  private final Engine engine;
  private final StoreClock clock;
  private final Hints hints;
  private @Nullable Effects effects;

  /**
   * Whether anything in its transaction had been changed when it was applied, by itself or before.
   */
  private boolean wasAfterChanges;

  /** A step for the tables; listeners are told of it. */
  public PostedStep(Step<O> step, Engine engine, StoreClock clock, Hints hints) {
    this.step = step;
    this.engine = engine;
    this.clock = clock;
    this.hints = hints;
  }

  /**
   * The step gets its time when it is applied: when it was posted, others were to come before it.
   */
  @Override
  protected O work() {
    long nanoTime = clock.nanoTime();
    O outcome = engine.apply(step, clock.wallClockAt(nanoTime), nanoTime);
    effects = engine.effects();
    wasAfterChanges = engine.uncommitted() > 0;
    return outcome;
  }

  @Override
  protected void tellOthers(O outcome) {
    hints.after(step, outcome, effects);
  }

  /** Whether it is about what dead workers have left. */
  public boolean looksAfterTheDead() {
    return step instanceof Step.Recover;
  }

  /**
   * Whether it stands and falls with the commit: what it has written does, and so does what it has
   * answered about others that are not committed. That a body is gone must not be forgotten either
   * when the run that it belonged to comes back. Routes are in memory only.
   */
  public boolean dependsOnCommit() {
    return switch (step) {
      case MailStep.OpenRoute open -> false;
      case MailStep.CloseRoute close -> false;
      case Step.Finish finish -> true;
      case Step.GiveUp giveUp -> true;
      default -> wasAfterChanges;
    };
  }
}
