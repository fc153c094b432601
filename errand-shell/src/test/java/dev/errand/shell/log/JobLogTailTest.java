package dev.errand.shell.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTailTest {
  private static final int BLOCK = 64 * 1024;

  @TempDir Path temp;
  private LogFolder run;

  @BeforeEach
  void folder() {
    run = new LogFolder(temp);
  }

  @Test
  @DisplayName("the last lines, with and without an end of the last one")
  void lines() throws IOException {
    run.print("one\ntwo\nthree\n");
    assertThat(run.log.lastLines(2, 1000).text()).isEqualTo("two\nthree\n");
    assertThat(run.log.lastLines(2, 1000).from()).isEqualTo(4);
    assertThat(run.log.lastLines(3, 1000).cut()).isFalse();
    assertThat(run.log.lastLines(9, 1000).text()).isEqualTo("one\ntwo\nthree\n");
    assertThat(run.log.lastLines(9, 1000).cut()).isFalse();

    run.print("four");
    assertThat(run.log.lastLines(2, 1000).text()).isEqualTo("three\nfour");
    assertThat(run.log.lastLines(1, 1000).text()).isEqualTo("four");
    assertThat(run.log.lastLines(1, 1000).next()).isEqualTo(18);
  }

  @Test
  @DisplayName("an empty log and empty lines")
  void empty() throws IOException {
    run.print("");
    assertThat(run.log.lastLines(2, 1000).text()).isEmpty();
    assertThat(run.log.lastLines(2, 1000).cut()).isFalse();
    run.print("\n\n\n");
    assertThat(run.log.lastLines(2, 1000).text()).isEqualTo("\n\n");
  }

  @Test
  @DisplayName("many lines over many blocks")
  void manyBlocks() throws IOException {
    byte[] bytes = JobLogReadTest.numbered(10 * BLOCK);
    bytes[bytes.length - 1] = '\n';
    run.print(bytes);
    String all = new String(bytes, UTF_8);
    String[] lines = all.split("\n");
    LogTail tail = run.log.lastLines(20_000, 16 * 1024 * 1024);
    assertThat(tail.text().split("\n"))
        .isEqualTo(Arrays.copyOfRange(lines, lines.length - 20_000, lines.length));
    assertThat(tail.cut()).isFalse();
  }

  @Test
  @DisplayName("a line of 10 MB is cut at the bound and says so")
  void hugeLine() throws IOException {
    byte[] bytes = new byte[10_000_000];
    Arrays.fill(bytes, (byte) 'x');
    bytes[bytes.length - 1] = '\n';
    run.print("first\n").print(bytes);

    LogTail tail = run.log.lastLines(2, 100_000);
    assertThat(tail.text()).hasSize(100_000).endsWith("xx\n");
    assertThat(tail.cut()).isTrue();
    assertThat(run.log.lastPart().text()).hasSize(8_000);
  }

  @Test
  @DisplayName("fewer lines than asked for, because the bound lies at the start of a line, is cut")
  void boundAtLineStart() throws IOException {
    run.print("one\ntwo\nthr\n");
    assertThat(run.log.lastLines(3, 8).text()).isEqualTo("two\nthr\n");
    assertThat(run.log.lastLines(3, 8).cut()).isTrue();
    assertThat(run.log.lastLines(2, 8).cut()).isFalse();
  }

  @Test
  @DisplayName("a tail never goes into the released part")
  void released() throws IOException {
    byte[] bytes = new byte[3 * BLOCK];
    Arrays.fill(bytes, (byte) '\n');
    run.print(bytes).release(BLOCK, 2 * BLOCK);

    LogTail tail = run.log.lastLines(10 * BLOCK, 16 * 1024 * 1024);
    assertThat(tail.from()).isEqualTo(2L * BLOCK);
    assertThat(tail.text()).hasSize(BLOCK).doesNotContain("\0");
    assertThat(tail.cut()).isTrue();
    assertThat(run.log.lastCharacters(2 * BLOCK).from()).isEqualTo(2L * BLOCK);
  }

  @Test
  @DisplayName("the last characters, whatever their length in bytes")
  void characters() throws IOException {
    String text = "aä€😀\uFFFD".repeat(100);
    run.print(text);
    int[] points = text.codePoints().toArray();
    for (int n = 1; n < 30; n++) {
      LogTail tail = run.log.lastCharacters(n);
      assertThat(tail.text()).isEqualTo(new String(points, points.length - n, n));
      assertThat(tail.cut()).isTrue();
      assertThat(run.log.read(tail.from(), 1000).text()).isEqualTo(tail.text());
    }
    assertThat(run.log.lastCharacters(500).text()).isEqualTo(text);
    assertThat(run.log.lastCharacters(500).cut()).isFalse();
  }

  @Test
  @DisplayName("bytes that are no text are bounded like characters")
  void binary() throws IOException {
    byte[] bytes = new byte[5000];
    Arrays.fill(bytes, (byte) 0x80);
    run.print(bytes);
    LogTail tail = run.log.lastCharacters(100);
    assertThat(tail.text()).isEqualTo("\uFFFD".repeat(100));
    assertThat(tail.from()).isEqualTo(4900);
  }

  @Test
  @DisplayName("what is shown with a status begins at a line if one is near, and says where")
  void lastPart() throws IOException {
    run.print("x".repeat(90) + "\n" + "y".repeat(95));
    LogTail tail = run.log.lastPart(100);
    assertThat(tail.text()).isEqualTo("y".repeat(95));
    assertThat(tail.from()).isEqualTo(91);
    assertThat(tail.next()).isEqualTo(186);
    assertThat(tail.cut()).isTrue();

    assertThat(run.log.lastPart(90).text()).isEqualTo("y".repeat(90));
    assertThat(run.log.lastPart(1000).cut()).isFalse();
  }

  @Test
  @DisplayName("bounds are refused with the rule")
  void bounds() {
    assertThatThrownBy(() -> run.log.lastLines(0, 1000))
        .hasMessage("lines must be from 1 to 2147483646; it is 0.");
    assertThatThrownBy(() -> run.log.lastPart(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
