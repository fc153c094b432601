package dev.errand.bench;

import org.openjdk.jmh.runner.RunnerException;

/** One side of a {@link Pair}. */
interface Side {
  /**
   * Measures once, in a JVM of its own.
   *
   * @param quick hardly anything, only to see that it works
   * @return ns per operation
   */
  double nanos(boolean quick) throws RunnerException;
}
