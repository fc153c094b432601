package dev.errand.shell.log;

import java.time.Duration;

/** A pattern took too long, or needs too much stack, on one line: it backtracks without bound. */
public final class SearchTooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SearchTooSlowException(String pattern, long cursor, Duration limit) {
    super(
        "The pattern "
            + pattern
            + " was not done within "
            + limit.toMillis()
            + " ms with the line at cursor "
            + cursor
            + ". Use a simpler pattern, without repetitions inside repetitions such as (a+)+.");
  }
}
