package dev.errand.shell.log;

import java.nio.charset.StandardCharsets;

/**
 * Some bytes of a log that follow each other. Immutable.
 *
 * <p>Cursors are offsets in all that was ever printed; they never move.
 */
public final class LogPage {
  private final LogState state;
  private final long from;
  private final long skipped;
  private final byte[] bytes;
  private final boolean atEnd;
  private final boolean complete;

  LogPage(LogState state, long from, long skipped, byte[] bytes, boolean atEnd, boolean complete) {
    this.state = state;
    this.from = from;
    this.skipped = skipped;
    this.bytes = bytes;
    this.atEnd = atEnd;
    this.complete = complete;
  }

  static LogPage nothing(LogState state, long cursor, boolean complete) {
    return new LogPage(state, cursor, 0, new byte[0], true, complete);
  }

  /** What there was of the log when this was read. */
  public LogState state() {
    return state;
  }

  /** The cursor of the first byte. */
  public long from() {
    return from;
  }

  /** The cursor to go on at. */
  public long next() {
    return from + bytes.length;
  }

  /** How many bytes that were given up lie between the cursor asked for and {@link #from}. */
  public long skipped() {
    return skipped;
  }

  /** How many bytes this has; may be 0. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes as UTF-8; what is none becomes U+FFFD. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Whether this reaches the end of what was there. While the run goes on, the first bytes of an
   * unfinished character at the very end wait for the rest of it, and may lie behind {@link #next}.
   */
  public boolean atEnd() {
    return atEnd;
  }

  /** Whether this reaches the end and the run has ended, so that nothing more can come. */
  public boolean complete() {
    return complete;
  }

  @Override
  public String toString() {
    return "LogPage[" + from + ".." + next() + ", skipped " + skipped + "]";
  }
}
