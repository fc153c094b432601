package dev.errand.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What both sides of {@link LookBenchmark} have in common. */
@State(Scope.Benchmark)
public abstract class Look {
  /** How many entries every list of the answer has. */
  static final int ANSWER = 10;

  /**
   * How many different ids are asked for: the same number however many there are, so that caches
   * help alike.
   */
  private static final int ASKED = 1_000;

  /** Ended jobs, or entries of the map. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int retained;

  private final String[] asked = new String[ASKED];
  private int turn;

  /** Takes ids evenly from all over. */
  final void ask(String[] ids) {
    for (int i = 0; i < ASKED; i++) {
      asked[i] = ids[(int) ((long) i * ids.length / ASKED)];
    }
  }

  final String nextId() {
    turn = turn + 1 == ASKED ? 0 : turn + 1;
    return asked[turn];
  }
}
