package dev.errand.shell.log;

/** Where characters begin and end in bytes that may be UTF-8. */
final class Utf8 {
  private Utf8() {}

  /**
   * How many bytes the decoder of Java makes one character of, valid or U+FFFD.
   *
   * @param end behind the last byte; a character cut off by it counts as far as it goes
   */
  static int unit(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    int wanted = length(first);
    if (wanted == 1) {
      return 1;
    }
    int found = 1;
    while (found < wanted && at + found < end && follows(first, bytes[at + found] & 0xFF, found)) {
      found++;
    }
    return found;
  }

  /** How many of the last bytes begin a character that more bytes may finish: 0 to 3. */
  static int unfinished(byte[] bytes, int from, int end) {
    for (int back = 1; back <= 3 && end - back >= from; back++) {
      int lead = bytes[end - back] & 0xFF;
      if (lead >= 0xC0) {
        boolean open = length(lead) > back && unit(bytes, end - back, end) == back;
        return open ? back : 0;
      }
      if (lead < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private static int length(int first) {
    if (first >= 0xC2 && first <= 0xDF) {
      return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 1;
  }

  private static boolean follows(int first, int next, int position) {
    if (position == 1) {
      // too long a form, or beyond the last code point; halves of surrogates Java takes as one
      if ((first == 0xE0 && next < 0xA0)
          || (first == 0xF0 && next < 0x90)
          || (first == 0xF4 && next > 0x8F)) {
        return false;
      }
    }
    return (next & 0xC0) == 0x80;
  }
}
