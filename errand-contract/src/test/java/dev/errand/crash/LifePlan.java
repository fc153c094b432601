package dev.errand.crash;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What one driver is to do, all of it chosen by its seed. */
record LifePlan(String store, int life, long seed, Mode mode) {
  private static final String POSTGRES = "jdbc:postgresql:";

  /** How long a process of a fleet lives without being heard of: the shortest that there is. */
  static final Duration LEASE = Duration.ofSeconds(3);

  /** Rows of such a life must be there to the end. */
  static final Duration KEEP = Duration.ofDays(30);

  /** How a handler's run may be started again: the default of the builder. */
  static final int MAX_RERUNS = 3;

  enum Mode {
    /** Works until it is killed. */
    WORK,
    /** Works for a while, then closes. */
    CLOSE,
    /** The last life: works off all that is there. */
    DRAIN
  }

  static LifePlan of(String[] arguments) {
    return new LifePlan(
        arguments[0],
        Integer.parseInt(arguments[1]),
        Long.parseLong(arguments[2]),
        Mode.valueOf(arguments[3]));
  }

  List<String> arguments() {
    return List.of(store, Integer.toString(life), Long.toString(seed), mode.name());
  }

  /** Whether it works beside others, on PostgreSQL. */
  boolean isShared() {
    return store.startsWith(POSTGRES);
  }

  /** What the life's machine is called. */
  String host() {
    return hostOf(life);
  }

  static String hostOf(int life) {
    return "life-" + life;
  }

  /** The life that was on the machine of this name. */
  static int lifeOn(String host) {
    return Integer.parseInt(host.substring(host.indexOf('-') + 1));
  }

  /** The longest that a thread does nothing between two of its doings. */
  int longestPauseMicros() {
    return isShared() ? 80_000 : 3_000;
  }

  /** Chance for one purpose, the same for the same seed. */
  Random dice(String purpose) {
    return new Random(seed ^ ((long) purpose.hashCode() << 16));
  }

  /**
   * Every eighth life keeps all; the others forget at once, after a moment, or after some lives.
   */
  Duration retention() {
    if (keeps()) {
      return KEEP;
    }
    List<Duration> spans =
        List.of(
            Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(15));
    return spans.get(dice("retention").nextInt(spans.size()));
  }

  boolean keeps() {
    return life % 8 == 1;
  }

  /** After so many lines of evidence a life that closes does so. */
  int closesAfter() {
    return 100 + dice("close").nextInt(900);
  }

  /** How long it has for that: sometimes less than bodies and sinks need. */
  Duration closeTimeout() {
    return Duration.ofMillis(dice("closeTimeout").nextBoolean() ? 50 : 3_000);
  }
}
