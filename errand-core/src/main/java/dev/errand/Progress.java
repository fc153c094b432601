package dev.errand;

import dev.errand.internal.Check;
import java.time.Instant;
import java.util.Optional;

/**
 * One progress report of a body (contract B2).
 *
 * @param text what the body said
 * @param details structured data, as the body encoded it
 * @param number 1 for the first report of the attempt; a gap tells that reports were coalesced
 * @param at when it was reported
 */
public record Progress(String text, Optional<String> details, long number, Instant at) {

  /** Checks that nothing is missing. */
  public Progress {
    Check.notNull("text", text);
    Check.notNull("details", details);
    Check.notNull("at", at);
  }
}
