package dev.errand.shell.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogReadTest {
  private static final int BLOCK = 64 * 1024;

  @TempDir Path temp;
  private LogFolder run;

  @BeforeEach
  void folder() {
    run = new LogFolder(temp);
  }

  @Test
  @DisplayName("pages follow each other, each from where the last one ended")
  void pages() throws IOException {
    run.print("one\ntwo\nthree\n");

    LogPage first = run.log.read(0, 6);
    assertThat(first.text()).isEqualTo("one\ntw");
    assertThat(first.next()).isEqualTo(6);
    assertThat(first.atEnd()).isFalse();

    LogPage second = run.log.read(first.next(), 100);
    assertThat(second.text()).isEqualTo("o\nthree\n");
    assertThat(second.atEnd()).isTrue();
    assertThat(second.complete()).as("the run goes on").isFalse();

    run.end();
    assertThat(run.log.read(second.next(), 100).complete()).isTrue();
  }

  @Test
  @DisplayName("a log that is not there yet is an answer, and so is one of a folder that is gone")
  void absent() {
    LogPage page = run.log.read(5, 100);
    assertThat(page.state()).isInstanceOf(LogState.Absent.class);
    assertThat(page.next()).isEqualTo(5);
    assertThat(page.atEnd()).isTrue();

    JobLog nowhere = new JobLog(temp.resolve("no/such"), () -> true);
    assertThat(nowhere.state()).isInstanceOf(LogState.Absent.class);
    assertThat(nowhere.read(0, 100).complete()).isTrue();
    assertThat(nowhere.lastLines(5, 100).text()).isEmpty();
    assertThat(nowhere.lastPart().state()).isInstanceOf(LogState.Absent.class);
    assertThat(nowhere.search(java.util.regex.Pattern.compile("x"), 0, 1, BLOCK).matches())
        .isEmpty();
  }

  @Test
  @DisplayName("a log that was removed says why and when")
  void removed() throws IOException {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    RemovedMarker.write(run.files, new LogState.Removed(123, 1000, at));

    LogPage page = run.log.read(7, 100);
    assertThat(page.state()).isEqualTo(new LogState.Removed(123, 1000, at));
    assertThat(page.state().sentence()).contains("123", "1000", "2026-01-02T03:04:05Z");
  }

  @Test
  @DisplayName("a cursor that cannot be is refused with the rule")
  void badCursors() throws IOException {
    run.print("12345");
    assertThatThrownBy(() -> run.log.read(-1, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cursor must be 0 or more; it is -1.");
    assertThatThrownBy(() -> run.log.read(6, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cursor must be at most the size of the log, 5; it is 6.");
    assertThatThrownBy(() -> run.log.read(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most must be from 4 to 16777216; it is 3.");
    assertThat(run.log.read(5, 4).length()).isZero();
  }

  @Test
  @DisplayName("a page ends between two characters, never inside one")
  void wholeCharacters() throws IOException {
    String text = "aä€😀".repeat(50);
    run.print(text).end();
    for (int most = 4; most < 40; most++) {
      StringBuilder all = new StringBuilder();
      LogPage page = LogPage.nothing(run.log.state(), 0, false);
      while (!page.complete()) {
        page = run.log.read(page.next(), most);
        assertThat(page.length()).isPositive();
        all.append(page.text());
      }
      assertThat(all).hasToString(text);
    }
  }

  @Test
  @DisplayName("the rest of a character at the end is waited for, until the run has ended")
  void unfinishedCharacter() throws IOException {
    byte[] euro = "€".getBytes(UTF_8);
    run.print("a").print(Arrays.copyOf(euro, 2));

    LogPage page = run.log.read(0, 100);
    assertThat(page.text()).isEqualTo("a");
    assertThat(page.atEnd()).isTrue();
    assertThat(run.log.read(page.next(), 100).length()).isZero();

    run.print(Arrays.copyOfRange(euro, 2, 3));
    assertThat(run.log.read(page.next(), 100).text()).isEqualTo("€");

    run.print(Arrays.copyOf(euro, 2)).end();
    LogPage last = run.log.read(4, 100);
    assertThat(last.text()).isEqualTo("\uFFFD");
    assertThat(last.complete()).isTrue();
  }

  @Test
  @DisplayName("bytes that are no text come exactly, whatever the sizes of pages are")
  void binary() throws IOException {
    Random random = new Random(7);
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 1000, 5000, (byte) 0);
    Arrays.fill(bytes, 6000, 7000, (byte) 0xC3);
    Arrays.fill(bytes, 7000, 8000, (byte) 0xF0);
    Arrays.fill(bytes, 8000, 9000, (byte) 0x80);
    run.print(bytes).end();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    LogPage page = LogPage.nothing(run.log.state(), 0, false);
    while (!page.complete()) {
      page = run.log.read(page.next(), 4 + random.nextInt(9));
      assertThat(page.length()).isPositive();
      all.writeBytes(page.bytes());
    }
    assertThat(all.toByteArray()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("a cursor is valid at any byte, in the middle of a character too")
  void anyByte() throws IOException {
    run.print("€uro").end();
    assertThat(run.log.read(1, 100).text()).isEqualTo("\uFFFD\uFFFDuro");
    assertThat(run.log.read(3, 100).text()).isEqualTo("uro");
  }

  @Test
  @DisplayName("a page ends where the released part begins, and the next one says what is missing")
  void acrossReleased() throws IOException {
    byte[] bytes = numbered(4 * BLOCK);
    run.print(bytes).end().release(BLOCK, 3 * BLOCK);

    LogPage head = run.log.read(BLOCK - 10, 100);
    assertThat(head.bytes()).isEqualTo(Arrays.copyOfRange(bytes, BLOCK - 10, BLOCK));
    assertThat(head.skipped()).isZero();
    assertThat(head.atEnd()).isFalse();

    LogPage tail = run.log.read(head.next(), 100);
    assertThat(tail.from()).isEqualTo(3L * BLOCK);
    assertThat(tail.skipped()).isEqualTo(2L * BLOCK);
    assertThat(tail.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 3 * BLOCK, 3 * BLOCK + 100));

    LogPage inside = run.log.read(2 * BLOCK + 5, 100);
    assertThat(inside.from()).isEqualTo(3L * BLOCK);
    assertThat(inside.skipped()).isEqualTo(BLOCK - 5);

    assertThat(run.log.state())
        .isEqualTo(new LogState.Present(4L * BLOCK, new Released(BLOCK, 3 * BLOCK)));
  }

  @Test
  @DisplayName("a character cut off by the released part does not stall")
  void characterBeforeReleased() throws IOException {
    byte[] bytes = new byte[4 * BLOCK];
    Arrays.fill(bytes, (byte) 'x');
    byte[] euro = "€".getBytes(UTF_8);
    System.arraycopy(euro, 0, bytes, BLOCK - 1, 3);
    run.print(bytes).release(BLOCK, 2 * BLOCK);

    LogPage head = run.log.read(BLOCK - 3, 100);
    assertThat(head.next()).isEqualTo(BLOCK);
    assertThat(head.text()).isEqualTo("xx\uFFFD");
    assertThat(run.log.read(head.next(), 4).text()).isEqualTo("xxxx");
  }

  @Test
  @DisplayName("zeros that were printed are shown, zeros of a hole never, punched or not yet")
  void zeros() throws IOException {
    byte[] bytes = new byte[4 * BLOCK];
    run.print(bytes).end();
    new Released(BLOCK, 2 * BLOCK).write(run.files); // a crash came between this and the hole

    assertThat(run.log.read(0, 4 * BLOCK).length()).isEqualTo(BLOCK);
    LogPage tail = run.log.read(BLOCK, 4 * BLOCK);
    assertThat(tail.skipped()).isEqualTo(BLOCK);
    assertThat(tail.bytes()).isEqualTo(new byte[2 * BLOCK]);
  }

  @Test
  @DisplayName("a log that was cut off by somebody is read to its new end")
  void cutOff() throws IOException {
    run.print(numbered(4 * BLOCK)).release(BLOCK, 3 * BLOCK);
    try (var channel =
        java.nio.channels.FileChannel.open(
            run.files.output(), java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(2 * BLOCK);
    }
    assertThat(run.log.read(2 * BLOCK, 100).length()).isZero();
    assertThat(run.log.read(BLOCK + 1, 100).length()).isZero();
    assertThat(run.log.read(0, 100).length()).isEqualTo(100);
    assertThat(run.log.lastLines(3, 1000).text()).isEmpty();
  }

  @Test
  @DisplayName("an interrupted reader gets its page and stays interrupted")
  void interrupted() throws IOException {
    run.print("hello");
    Thread.currentThread().interrupt();
    assertThat(run.log.read(0, 100).text()).isEqualTo("hello");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("a released file that nobody can understand counts as none")
  void oddReleased() throws IOException {
    run.print("hello");
    for (String odd : new String[] {"", "1 2", "2 1\n", "a b\n", "1 99999999999999999999\n"}) {
      Files.writeString(run.files.released(), odd);
      assertThat(run.log.read(0, 100).text()).isEqualTo("hello");
    }
  }

  @Test
  @DisplayName("units of characters are those of the decoder")
  void units() {
    Random random = new Random(11);
    int[] likely = {0x80, 0xBF, 0xC2, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xA0, 0x90, 0x8F, 0xC0, 0xF5};
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(8)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            (byte)
                (random.nextInt(4) == 0
                    ? random.nextInt(256)
                    : likely[random.nextInt(likely.length)]);
      }
      int units = 0;
      for (int at = 0; at < bytes.length; at += Utf8.unit(bytes, at, bytes.length)) {
        units++;
      }
      String text = new String(bytes, UTF_8);
      assertThat(units)
          .as("units of %s", Arrays.toString(bytes))
          .isEqualTo(text.codePointCount(0, text.length()));
    }
  }

  static byte[] numbered(int length) {
    StringBuilder text = new StringBuilder(length + 20);
    for (int line = 0; text.length() < length; line++) {
      text.append("line ").append(line).append('\n');
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
  }
}
