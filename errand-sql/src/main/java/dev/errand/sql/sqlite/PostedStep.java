package dev.errand.sql.sqlite;

import dev.errand.internal.table.Effects;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import org.jspecify.annotations.Nullable;

/**
 * A step on its way to the writer.
 *
 * @param <O> its outcome
 */
final class PostedStep<O> extends Posted<O> {
  private final Step<O> step;
  private final Engine engine;
  private final TimeAndThreads time;
  private final Hints hints;
  private @Nullable Effects effects;
  private boolean hasWritten;

  PostedStep(Step<O> step, Engine engine, TimeAndThreads time, Hints hints) {
    this.step = step;
    this.engine = engine;
    this.time = time;
    this.hints = hints;
  }

  /**
   * The step gets its time when it is applied: when it was posted, others were to come before it.
   */
  @Override
  O work() {
    int before = engine.uncommitted();
    long nanoTime = time.nanoTime();
    O outcome = engine.apply(step, time.wallClockAt(nanoTime), nanoTime);
    effects = engine.effects();
    hasWritten = engine.uncommitted() > before;
    return outcome;
  }

  @Override
  void tellOthers(O outcome) {
    hints.after(step, outcome, effects);
  }

  /**
   * Whether it stands and falls with the commit: what it has written does, and that a body is gone
   * must not be forgotten when the run that it belonged to comes back.
   */
  boolean dependsOnCommit() {
    return hasWritten || step instanceof Step.Finish || step instanceof Step.GiveUp;
  }
}
