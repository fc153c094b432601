package dev.errand.crash;

import java.time.Duration;
import java.util.Random;

/**
 * When a life is to be killed: so long after the process was started, or after so many lines of
 * evidence that follow a certain one.
 *
 * @param after the line that begins the count; the start of the process itself if there is none
 */
record Moment(Kind after, int lines, Duration extra) {
  /** Something to wait for that does not come: the life is let go to its end. */
  static final Moment NEVER = new Moment(Kind.EXITED, 0, Duration.ZERO);

  /** While the JVM starts, the store is opened, or what was under way is recovered. */
  static Moment whileStarting(Random dice) {
    return dice.nextBoolean()
        ? new Moment(Kind.KILLED, 0, Duration.ofMillis(200 + dice.nextInt(1_000)))
        : new Moment(Kind.BORN, 0, Duration.ofNanos(dice.nextInt(800_000_000)));
  }

  static Moment atWork(Random dice) {
    return new Moment(Kind.BUILT, 100 + dice.nextInt(1_400), Duration.ZERO);
  }

  static Moment whileClosing(Random dice) {
    return new Moment(Kind.CLOSING, 0, Duration.ofNanos(dice.nextInt(200_000_000)));
  }

  boolean isFromTheStart() {
    return after == Kind.KILLED;
  }
}
