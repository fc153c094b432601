package dev.errand.shell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogSearchTest {
  private static final int BLOCK = 64 * 1024;

  @TempDir Path temp;
  private LogFolder run;

  @BeforeEach
  void folder() {
    run = new LogFolder(temp);
  }

  private LogMatches search(String pattern, long from) {
    return run.log.search(Pattern.compile(pattern), from, 100, 100L << 20);
  }

  @Test
  @DisplayName("lines that match, with their cursors")
  void lines() throws IOException {
    run.print("alpha\nerror one\r\nbeta\nerror two\n").end();
    LogMatches found = search("^error .*$", 0);
    assertThat(found.matches())
        .containsExactly(new LogMatch(6, "error one", false), new LogMatch(22, "error two", false));
    assertThat(found.next()).isEqualTo(32);
    assertThat(found.complete()).isTrue();
  }

  @Test
  @DisplayName("a search goes on where the last one stopped, by matches and by bytes")
  void goesOn() throws IOException {
    byte[] bytes = JobLogReadTest.numbered(1_000_000);
    run.print(bytes).print("\n").end();
    List<String> wanted =
        Arrays.stream(new String(bytes, java.nio.charset.StandardCharsets.UTF_8).split("\n"))
            .filter(line -> line.contains("77"))
            .toList();
    List<String> found = new ArrayList<>();
    LogMatches page;
    long cursor = 0;
    do {
      page = run.log.search(Pattern.compile("77"), cursor, 7, BLOCK);
      page.matches().forEach(match -> found.add(match.text()));
      for (LogMatch match : page.matches()) {
        assertThat(run.log.read(match.cursor(), 100).text()).startsWith(match.text());
      }
      assertThat(page.next()).isGreaterThan(cursor);
      cursor = page.next();
    } while (!page.complete());
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  @DisplayName("a last line without an end is tried, and again when more of it has come")
  void unfinishedLine() throws IOException {
    run.print("start\nPassw");
    LogMatches first = search("Password:", 0);
    assertThat(first.matches()).isEmpty();
    assertThat(first.next()).isEqualTo(6);
    assertThat(first.atEnd()).isTrue();

    run.print("ord:");
    LogMatches second = search("Password:", first.next());
    assertThat(second.matches()).containsExactly(new LogMatch(6, "Password:", true));
    assertThat(second.next()).isEqualTo(15);
    assertThat(search("Password:", second.next()).matches()).isEmpty();
  }

  @Test
  @DisplayName("a long line is looked at to its end, and only a piece of it is shown")
  void longLine() throws IOException {
    byte[] line = new byte[10_000_000];
    Arrays.fill(line, (byte) 'x');
    System.arraycopy("needle".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, line, 8_190, 6);
    System.arraycopy(
        "needle2".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, line, 9_000_000, 7);
    run.print("a\n").print(line).print("\nneedle\n").end();

    LogMatches found = search("needle", 0);
    assertThat(found.matches()).hasSize(2);
    LogMatch piece = found.matches().getFirst();
    assertThat(piece.cut()).isTrue();
    assertThat(piece.text()).contains("needle").hasSizeLessThanOrEqualTo(JobLog.LONGEST_LINE);
    assertThat(run.log.read(piece.cursor(), JobLog.LONGEST_LINE).text()).startsWith(piece.text());
    assertThat(search("needle2", 0).matches()).hasSize(1);
    assertThat(search("^x", 3).matches()).as("no line begins there").isEmpty();
    assertThat(search("x$", 0).matches()).hasSize(1);
    assertThat(search("^x+y", 0).matches()).isEmpty();
  }

  @Test
  @DisplayName("a cursor in the middle of a line finds what is behind it")
  void insideLine() throws IOException {
    run.print("one two three\n").end();
    assertThat(search("two", 4).matches()).containsExactly(new LogMatch(4, "two three", true));
    assertThat(search("^two", 4).matches()).isEmpty();
    assertThat(search("one", 4).matches()).isEmpty();
    assertThat(search("\\bwo", 5).matches()).isEmpty();
  }

  @Test
  @DisplayName("the released part is jumped over, and is not the middle of a line")
  void released() throws IOException {
    byte[] bytes = new byte[3 * BLOCK];
    Arrays.fill(bytes, (byte) 'x');
    bytes[10] = '\n';
    bytes[2 * BLOCK + 10] = '\n';
    run.print(bytes).end().release(BLOCK, 2 * BLOCK);

    LogMatches found = search("x", 0);
    assertThat(found.skipped()).isEqualTo(BLOCK);
    assertThat(found.matches()).extracting(LogMatch::cursor).contains(0L, 11L, 2L * BLOCK);
    assertThat(found.matches()).noneMatch(match -> match.text().contains("\0"));
    assertThat(search("^x", BLOCK + 5).matches())
        .extracting(LogMatch::cursor)
        .containsExactly(2L * BLOCK + 11);
    assertThat(search(".*", BLOCK + 5).skipped()).isEqualTo(BLOCK - 5);
  }

  @Test
  @DisplayName("a pattern that backtracks without bound is stopped with a clear error")
  void catastrophic() throws IOException {
    run.print("a".repeat(5_000) + "!\n").end();
    long began = System.nanoTime();
    assertThatThrownBy(() -> search("(a*)*(b*)*(a|aa)+$", 0))
        .isInstanceOf(SearchTooSlowException.class)
        .hasMessageContaining("(a*)*(b*)*(a|aa)+$")
        .hasMessageContaining("cursor 0");
    assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
  }

  @Test
  @DisplayName("a pattern that needs too much stack is stopped with a clear error")
  void deep() throws Exception {
    run.print("ab".repeat(4_000) + "\n").end();
    List<Throwable> seen = new ArrayList<>();
    Thread small =
        new Thread(
            null,
            () -> {
              try {
                search("^(a|b)*c", 0);
              } catch (Throwable e) {
                seen.add(e);
              }
            },
            "small stack",
            256 * 1024);
    small.start();
    small.join();
    assertThat(seen).singleElement().isInstanceOf(SearchTooSlowException.class);
  }
}
