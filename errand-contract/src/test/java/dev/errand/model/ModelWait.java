package dev.errand.model;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A thread that waits for something, until it is so or the time is over. */
class ModelWait {
  final int number;
  final Instant deadline;
  private final BooleanSupplier condition;
  boolean returned;

  ModelWait(int number, Instant deadline, BooleanSupplier condition) {
    this.number = number;
    this.deadline = deadline;
    this.condition = condition;
  }

  boolean isMet() {
    return condition.getAsBoolean();
  }

  @Override
  public String toString() {
    return "wait " + number;
  }
}
