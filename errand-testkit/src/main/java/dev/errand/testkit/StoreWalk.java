package dev.errand.testkit;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.util.Random;
import java.util.function.Function;

/**
 * A random walk through the states of a store: steps of three workers for four owners, about runs
 * and about mail, against a simple reference store. Each outcome and, after each step, each read
 * under some filters has to be right, and whoever lives by hints alone must miss nothing.
 *
 * <p>Part of {@link JobStoreConformance}; for authors of stores who want to walk under conditions
 * of their own.
 */
public final class StoreWalk {

  private StoreWalk() {}

  /**
   * Walks, and closes the store.
   *
   * @param opener opens a new, empty store that lives by the given time
   * @param seed the same walk each time
   * @throws AssertionError if the store does what it must not; says the seed and the last steps
   */
  public static void walk(Function<TimeAndThreads, JobStore> opener, long seed, long steps) {
    try (DrivenStore store = new DrivenStore(opener)) {
      RandomWalk walk = new RandomWalk(store, new Random(seed));
      for (long number = 1; number <= steps; number++) {
        walk.stepOn(seed, number);
      }
      walk.end();
    }
  }
}
