package dev.errand.model;

import java.util.List;

/**
 * Everything that happens in one run of the model: the same script does the same each time.
 *
 * @param order the seed of the order in which threads run
 */
record Script(long order, Setup setup, List<Step> steps) {

  /**
   * An operation, and whether the threads that it has woken run before the next one.
   *
   * @param thenRun false: the next operation comes first
   */
  record Step(Op op, boolean thenRun) {
    @Override
    public String toString() {
      return op + (thenRun ? "" : "  -- and at once:");
    }
  }

  Script with(List<Step> fewer) {
    return new Script(order, setup, List.copyOf(fewer));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("thread order " + order + ", " + setup);
    for (int i = 0; i < steps.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(steps.get(i));
    }
    return text.toString();
  }
}
