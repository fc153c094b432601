package dev.errand.bench;

import java.util.List;

/**
 * A program that prints {@link Finding}s, in a JVM of its own.
 *
 * @param title what patterns are matched against
 * @param main its main class
 */
record Program(String title, Class<?> main) {

  static List<Program> all() {
    return List.of(
        new Program("heap per retained job, heap after retention", RetainedHeap.class),
        new Program("slow neighbour", SlowNeighbour.class),
        new Program("idle owners", IdleOwners.class));
  }

  /** Runs it and returns the rows of the table that it printed. */
  List<String> run(boolean quick) {
    System.err.println(title);
    return ForkedJvm.run(main, List.of(), quick);
  }
}
