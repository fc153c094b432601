package dev.errand.shell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path temp;
  private LogFolder run;

  @BeforeEach
  void folder() {
    run = new LogFolder(temp);
  }

  @Test
  @DisplayName("a follower sees what a process prints, to the last byte, and then the end")
  void toTheEnd() throws Exception {
    Files.createFile(run.files.output());
    Process writer =
        new ProcessBuilder("sh", "-c", "seq 1 200000; printf 'no newline at the end'")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(run.files.output().toFile()))
            .start();
    JobLog log = new JobLog(temp, () -> !writer.isAlive());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    LogFollower follower = log.follow(0);
    LogPage page;
    do {
      page = follower.next(LONG);
      all.writeBytes(page.bytes());
    } while (!page.complete());
    assertThat(all.toByteArray()).isEqualTo(Files.readAllBytes(run.files.output()));
    assertThat(all.toString(java.nio.charset.StandardCharsets.UTF_8))
        .endsWith("200000\nno newline at the end");
    assertThat(follower.next(LONG).complete()).isTrue();
  }

  @Test
  @DisplayName("what is printed right before the end is never missed")
  void lastBytes() throws Exception {
    for (int round = 0; round < 100; round++) {
      Path folder = Files.createDirectory(temp.resolve("r" + round));
      LogFolder each = new LogFolder(folder);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            try {
              each.print("the last bytes");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            each.end();
          });
      LogFollower follower = each.log.follow(0);
      StringBuilder all = new StringBuilder();
      LogPage page;
      do {
        page = follower.next(LONG);
        all.append(page.text());
      } while (!page.complete());
      assertThat(all).hasToString("the last bytes");
      writer.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("what is printed while the end is asked for is seen: the end is asked for first")
  void endAskedFirst() throws Exception {
    run.print("one\n");
    AtomicInteger asked = new AtomicInteger();
    JobLog log =
        new JobLog(
            temp,
            () -> {
              try {
                run.print(asked.incrementAndGet() + "\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return true;
            });
    LogPage page = log.follow(0).next(LONG);
    assertThat(page.complete()).isTrue();
    assertThat(page.text()).isEqualTo("one\n1\n");
    assertThat(log.read(0, 100).text()).isEqualTo("one\n1\n2\n");
    assertThat(log.lastLines(1, 100).text()).isEqualTo("3\n");
    assertThat(log.lastPart().text()).endsWith("3\n4\n");
    assertThat(log.search(Pattern.compile("5"), 0, 10, 64 * 1024).matches()).hasSize(1);
  }

  @Test
  @DisplayName("a follower waits for a log that is not there yet, and no longer than it was told")
  void timeout() throws Exception {
    LogFollower follower = run.log.follow(0);
    LogPage nothing = follower.next(Duration.ofMillis(20));
    assertThat(nothing.length()).isZero();
    assertThat(nothing.complete()).isFalse();

    run.print("here");
    assertThat(follower.next(LONG).text()).isEqualTo("here");
  }

  @Test
  @DisplayName("a follower that was overtaken says how many bytes it missed")
  void overtaken() throws Exception {
    byte[] bytes = new byte[300_000];
    Arrays.fill(bytes, (byte) 'x');
    run.print(bytes);
    LogFollower follower = run.log.follow(0);
    assertThat(follower.next(LONG).next()).isEqualTo(65_536);
    run.release(65_536, 196_608).end();
    LogPage page = follower.next(LONG);
    assertThat(page.skipped()).isEqualTo(131_072);
    assertThat(page.from()).isEqualTo(196_608);
  }

  @Test
  @DisplayName("a log that was cut off goes on at its new end")
  void cutOff() throws Exception {
    run.print("a long text");
    LogFollower follower = run.log.follow(0);
    follower.next(LONG);
    Files.write(run.files.output(), new byte[0]);
    assertThat(follower.next(Duration.ZERO).next()).isZero();
    run.print("new").end();
    assertThat(follower.next(LONG).text()).isEqualTo("new");
  }
}
