package dev.errand.shell.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Finds the last lines or characters of a log, backwards in blocks. */
final class TailReader {
  private static final int BLOCK = 64 * 1024;

  /**
   * The last bytes of a log.
   *
   * @param more whether there are bytes of this log before them, be they given up
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from here to one reader, never shared
  private record End(long from, byte[] bytes, boolean more) {}

  private TailReader() {}

  static LogTail lines(OpenLog log, int lines, int most, boolean ended) throws IOException {
    LogState.Present state = log.state();
    End end = end(log, state, lines, most);
    int begin = beginOfLine(end.bytes(), lines);
    boolean cut =
        begin == 0
            && end.more()
            && (count(end.bytes()) < lines || !lineEndsBefore(log, end.from()));
    return tail(state, end, begin, cut, ended);
  }

  static LogTail characters(OpenLog log, int characters, boolean lineStart, boolean ended)
      throws IOException {
    LogState.Present state = log.state();
    // No character has more than 4 bytes; 3 more, for the first may lie in the middle of one.
    End end = end(log, state, Integer.MAX_VALUE, 4 * characters + 3);
    int begin = beginOfCharacters(end.bytes(), end.more(), characters);
    boolean cut = begin > 0 || end.more();
    if (lineStart && cut) {
      begin = nextLine(end.bytes(), begin);
    }
    return tail(state, end, begin, cut, ended);
  }

  private static LogTail tail(LogState state, End end, int begin, boolean cut, boolean ended) {
    String text =
        new String(end.bytes(), begin, end.bytes().length - begin, StandardCharsets.UTF_8);
    long next = end.from() + end.bytes().length;
    return new LogTail(state, end.from() + begin, next, text, cut, ended);
  }

  /** The last bytes: so many that they hold these lines and the end of the one before, if so. */
  private static End end(OpenLog log, LogState.Present state, int lines, int most)
      throws IOException {
    long size = state.size();
    long floor = floor(state.released(), size);
    Deque<byte[]> blocks = new ArrayDeque<>();
    long from = size;
    long feeds = 0;
    while (from > floor && size - from < most && feeds <= lines) {
      int length = (int) Math.min(Math.min(BLOCK, from - floor), most - (size - from));
      byte[] block = log.bytes(from - length, length);
      from -= length;
      blocks.addFirst(block);
      feeds += feeds(block);
      if (block.length < length) {
        break; // cut off by somebody while we read
      }
    }
    byte[] bytes = joined(blocks);
    // As in OpenLog: what became a hole while we read was written down before.
    long gone = floor(log.released(), size) - from;
    if (gone > 0) {
      bytes = Arrays.copyOfRange(bytes, (int) Math.min(gone, bytes.length), bytes.length);
      from += gone;
    }
    return new End(from, bytes, from > 0);
  }

  private static long floor(Released released, long size) {
    Released within = released.within(size);
    return within.length() == 0 ? 0 : within.end();
  }

  private static byte[] joined(Deque<byte[]> blocks) {
    int length = blocks.stream().mapToInt(block -> block.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }

  private static long feeds(byte[] bytes) {
    long feeds = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        feeds++;
      }
    }
    return feeds;
  }

  private static long count(byte[] bytes) {
    boolean open = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    return feeds(bytes) + (open ? 1 : 0);
  }

  /** Where the last so many lines begin; 0 if there are not that many. */
  private static int beginOfLine(byte[] bytes, int lines) {
    int wanted = lines;
    for (int i = bytes.length - 2; i >= 0; i--) { // the very last byte ends the last line
      if (bytes[i] == '\n' && --wanted == 0) {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean lineEndsBefore(OpenLog log, long from) throws IOException {
    byte[] before = log.bytes(from - 1, 1);
    return before.length == 1 && before[0] == '\n';
  }

  private static int beginOfCharacters(byte[] bytes, boolean more, int characters) {
    int begin = more ? firstStart(bytes) : 0;
    int[] starts = new int[characters]; // of the last characters, in a ring
    int count = 0;
    for (int at = begin; at < bytes.length; at += Utf8.unit(bytes, at, bytes.length)) {
      starts[count++ % characters] = at;
    }
    return count <= characters ? begin : starts[count % characters];
  }

  /** Behind the rest of a character that began before these bytes. */
  private static int firstStart(byte[] bytes) {
    int at = 0;
    while (at < Math.min(3, bytes.length) && (bytes[at] & 0xC0) == 0x80) {
      at++;
    }
    return at;
  }

  /** The next line, if it begins in the first half; else the same place. */
  private static int nextLine(byte[] bytes, int begin) {
    for (int i = begin; i < begin + (bytes.length - begin) / 2; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return begin;
  }
}
