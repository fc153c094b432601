package dev.errand.shell.log;

import java.util.function.BooleanSupplier;

/**
 * Text that a pattern is tried on, for a limited time: a pattern that backtracks without bound
 * looks at characters all the time, and there it is stopped.
 */
final class GuardedText implements CharSequence {
  /** The time is up. No stack: it is caught a few frames above. */
  static final class TimeUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeUp() {
      super("", null, false, false);
    }
  }

  private static final int LOOKS_BETWEEN = 4096;

  private final String text;
  private final BooleanSupplier timeUp;
  private int looks;

  GuardedText(String text, BooleanSupplier timeUp) {
    this.text = text;
    this.timeUp = timeUp;
  }

  @Override
  public char charAt(int index) {
    if (++looks == LOOKS_BETWEEN) {
      looks = 0;
      if (timeUp.getAsBoolean()) {
        throw new TimeUp();
      }
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
