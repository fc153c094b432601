package dev.errand.cli;

import java.nio.charset.StandardCharsets;

/** Keeps the end of what a job prints, in bounded memory. Thread-safe. */
final class TailText {
  /** How many characters are kept. */
  static final int CHARACTERS = 8_000;

  // A character of UTF-8 takes at most four bytes (three, if it is one Java char).
  private final byte[] ring = new byte[4 * CHARACTERS];
  private long count;

  /** Adds bytes of the output. */
  synchronized void append(byte[] bytes, int length) {
    int from = Math.max(0, length - ring.length);
    count += from;
    while (from < length) {
      int at = (int) (count % ring.length);
      int some = Math.min(length - from, ring.length - at);
      System.arraycopy(bytes, from, ring, at, some);
      from += some;
      count += some;
    }
  }

  /** The last characters, read as UTF-8; what is none is replaced. */
  synchronized String text() {
    String text = new String(kept(), StandardCharsets.UTF_8);
    int start = Math.max(0, text.length() - CHARACTERS);
    if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  private byte[] kept() {
    int length = (int) Math.min(count, ring.length);
    byte[] kept = new byte[length];
    int start = count <= ring.length ? 0 : (int) (count % ring.length);
    int first = Math.min(length, ring.length - start);
    System.arraycopy(ring, start, kept, 0, first);
    System.arraycopy(ring, 0, kept, first, length - first);
    return kept;
  }
}
