package dev.errand.shell.log;

import java.util.List;

/**
 * What a search found in the part of a log that it went through.
 *
 * @param state what there was of the log
 * @param matches in their order
 * @param next the cursor to go on at
 * @param skipped how many bytes in between had been given up
 * @param atEnd whether the search went to the end of what was there; a last line that has no end
 *     yet and did not match is tried again from {@code next}
 * @param complete whether it went to the end and the run had ended, so that nothing more can come
 */
public record LogMatches(
    LogState state,
    List<LogMatch> matches,
    long next,
    long skipped,
    boolean atEnd,
    boolean complete) {
  /** Copies the list. */
  public LogMatches {
    matches = List.copyOf(matches);
  }
}
