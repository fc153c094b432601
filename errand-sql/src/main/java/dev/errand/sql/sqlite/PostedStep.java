package dev.errand.sql.sqlite;

import dev.errand.spi.Step;

/**
 * A step on its way to the writer.
 *
 * @param <O> its outcome
 */
abstract class PostedStep<O> extends Posted<O> {
  final Step<O> step;

  PostedStep(Step<O> step) {
    this.step = step;
  }

  /** That a body is gone must not be forgotten when the row it belonged to comes back. */
  @Override
  final boolean needsCommit() {
    return step instanceof Step.Finish || step instanceof Step.GiveUp;
  }
}
