package dev.errand.bench;

import java.util.List;

/**
 * The JVM that every fork runs in, ours and the yardstick alike.
 *
 * <p>The heap has one size from the beginning and its pages are touched before the first job, so
 * that neither side pays for growing it. The collector is G1 because that is what our users get if
 * they say nothing; it is named all the same, because the JVM would choose another one on a small
 * machine.
 */
final class Jvm {
  static final String MIN_HEAP = "-Xms4g";
  static final String MAX_HEAP = "-Xmx4g";
  static final String TOUCHED = "-XX:+AlwaysPreTouch";
  static final String COLLECTOR = "-XX:+UseG1GC";

  /** For JMH's own sake: without it every fork warns four times. */
  static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  /** For the library of SQLite, which programs load and JMH benchmarks do not. */
  static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** What {@code @Fork} of each benchmark says, too; an annotation cannot refer to a list. */
  static final List<String> ARGS = List.of(MIN_HEAP, MAX_HEAP, TOUCHED, COLLECTOR, UNSAFE);

  /** For a look whether everything works, not for numbers. */
  static final List<String> QUICK_ARGS = List.of("-Xms1g", "-Xmx1g", COLLECTOR, UNSAFE);

  static List<String> args(boolean quick) {
    return quick ? QUICK_ARGS : ARGS;
  }

  private Jvm() {}
}
