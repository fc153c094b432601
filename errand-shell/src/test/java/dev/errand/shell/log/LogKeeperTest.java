package dev.errand.shell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeeperTest {
  private static final long MIB = 1L << 20;
  private static final Quota QUOTA = Quota.DEFAULT;

  @TempDir Path temp;
  private LogFolder run;
  private final LookClock clock = LookClock.real();
  private LogKeeper keeper = LogKeeper.start(Posix::punchHole, clock);

  @BeforeEach
  void folder() throws IOException {
    run = new LogFolder(temp);
    Files.createFile(run.files.output());
  }

  @AfterEach
  void close() {
    keeper.close();
  }

  private LogWatch watch(Quota quota, Writer writer) {
    return keeper.watch(WatchedLog.in(temp).keeping(quota, writer, () -> {}));
  }

  /** The first and the last MiB are exact, cursors of lines still lead to them. */
  private void exact(long printed, Quota quota) throws IOException {
    LogState.Present state = (LogState.Present) run.log.state();
    assertThat(state.size()).isEqualTo(printed);
    Released released = state.released();
    assertThat(released.start()).isGreaterThanOrEqualTo(quota.head()).isGreaterThanOrEqualTo(MIB);
    assertThat(printed - released.end()).isGreaterThanOrEqualTo(quota.tail());
    exact(0, released.start());
    exact(released.end(), printed);

    long line = (released.end() + MIB) / Writer.LINE;
    assertThat(run.log.read(line * Writer.LINE, Writer.LINE).bytes())
        .isEqualTo(Writer.printed(line * Writer.LINE, Writer.LINE));
    LogMatches last =
        run.log.search(Pattern.compile("^\\d+$"), printed - 3 * Writer.LINE, 10, 64 * 1024);
    assertThat(last.matches()).hasSize(3);
    assertThat(run.log.read(released.start(), 10).skipped()).isEqualTo(released.length());
  }

  private void exact(long from, long to) {
    int most = (int) MIB;
    for (long at = from; at < to; at += most) {
      int length = (int) Math.min(most, to - at);
      LogPage page = run.log.read(at, length);
      assertThat(page.from()).isEqualTo(at);
      assertThat(Arrays.equals(page.bytes(), Writer.printed(at, length)))
          .as("the bytes from " + at)
          .isTrue();
    }
  }

  @Test
  @DisplayName("an endless printer of 50 MB/s stays under 1.2 of its quota and is not stopped")
  void paced() throws Exception {
    long bytes = 120_000_000;
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.paced(run.files, bytes)) {
      LogWatch watch = watch(QUOTA, writer);
      writer.await();
      watch.close();
      run.end();
      assertThat(sampler.peak()).isLessThanOrEqualTo(QUOTA.bytes() * 12 / 10);
      assertThat(sampler.allocated()).isLessThanOrEqualTo(QUOTA.bytes());
      assertThat(writer.goesOn.get()).isEqualTo(writer.stops.get());
      exact(((LogState.Present) run.log.state()).size(), QUOTA);
    }
  }

  @Test
  @DisplayName("a printer at full speed is held near its quota, and always let go on")
  void fullSpeed() throws Exception {
    long bytes = 1_100_000_000L / Writer.LINE * Writer.LINE;
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.numbered(run.files, bytes)) {
      LogWatch watch = watch(QUOTA, writer);
      writer.await();
      watch.close();
      run.end();
      assertThat(sampler.peak()).isLessThanOrEqualTo(QUOTA.bytes() + 256 * MIB);
      assertThat(sampler.allocated()).isLessThanOrEqualTo(QUOTA.bytes());
      assertThat(writer.goesOn.get()).isEqualTo(writer.stops.get());
      assertThat(run.files.braked()).doesNotExist();
      exact(bytes, QUOTA);
    }
  }

  @Test
  @DisplayName("the smallest quota holds too")
  void smallest() throws Exception {
    Quota quota = new Quota(Quota.LEAST);
    long bytes = 100_000_000L / Writer.LINE * Writer.LINE;
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.numbered(run.files, bytes)) {
      LogWatch watch = watch(quota, writer);
      writer.await();
      watch.close();
      run.end();
      assertThat(sampler.allocated()).isLessThanOrEqualTo(quota.bytes());
      exact(bytes, quota);
    }
    assertThatThrownBy(() -> new Quota(Quota.LEAST - 1))
        .hasMessage("The quota of a log must be at least 4194304 bytes; it is 4194303.");
  }

  @Test
  @DisplayName("above the quota nothing is freed before the writer is stopped; then it goes on")
  void stoppedWhileFreeing() throws Exception {
    keeper.close();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Brake brake =
        new Brake() {
          @Override
          public void stop() {
            order.add("stop " + Files.exists(run.files.braked()));
          }

          @Override
          public void goOn() {
            order.add("go on " + Files.exists(run.files.braked()));
          }
        };
    Puncher puncher =
        (descriptor, from, length) -> {
          order.add("free");
          return Posix.punchHole(descriptor, from, length);
        };
    keeper = LogKeeper.start(puncher, clock);
    run.print(new byte[12 << 20]);
    LogWatch watch = keeper.watch(WatchedLog.in(temp).keeping(new Quota(8 * MIB), brake, () -> {}));
    clock.await(() -> order.size() == 3);
    assertThat(order).containsExactly("stop true", "free", "go on true");
    watch.close();
    assertThat(order).hasSize(3);
    assertThat(run.files.braked()).doesNotExist();
  }

  @Test
  @DisplayName("a log that stays under its quota is left alone")
  void underQuota() throws Exception {
    long bytes = 30_000_000L / Writer.LINE * Writer.LINE;
    try (Writer writer = Writer.numbered(run.files, bytes)) {
      LogWatch watch = watch(QUOTA, writer);
      writer.await();
      watch.close();
      assertThat(writer.stops).hasValue(0);
    }
    assertThat(run.files.released()).doesNotExist();
    assertThat(run.files.quota()).content().startsWith("67108864 ");
    exact(0, bytes);
  }

  @Test
  @DisplayName("readers at full speed never see a zero of a hole, and each page is exact")
  void readersMeanwhile() throws Exception {
    long bytes = 400_000_000L / Writer.LINE * Writer.LINE;
    try (Writer writer = Writer.numbered(run.files, bytes)) {
      LogWatch watch = watch(new Quota(Quota.LEAST), writer);
      JobLog log = new JobLog(temp, () -> !writer.isAlive());
      LogFollower follower = log.follow(0);
      long skipped = 0;
      long read = 0;
      LogPage page;
      do {
        page = follower.next(Duration.ofSeconds(60));
        skipped += page.skipped();
        read += page.length();
        assertThat(Arrays.equals(page.bytes(), Writer.printed(page.from(), page.length())))
            .as("the bytes of %s", page)
            .isTrue();
        LogTail tail = log.lastLines(3, 1000);
        assertThat(tail.text()).doesNotContain("\0");
        assertThat(log.lastLines(1_000_000, 4 << 20).text()).doesNotContain("\0");
      } while (!page.complete());
      watch.close();
      assertThat(skipped + read).isEqualTo(bytes);
      assertThat(skipped).as("the reader was overtaken").isPositive();
    }
  }

  @Test
  @DisplayName("a crash between the writing down and the freeing: who comes next frees the rest")
  void crashBetween() throws Exception {
    long bytes = 60 * MIB / Writer.LINE * Writer.LINE;
    try (Writer writer = Writer.numbered(run.files, bytes)) {
      writer.await();
    }
    new Released(16 * MIB, 40 * MIB).write(run.files);
    try (Sampler sampler = new Sampler(run.files.output())) {
      assertThat(sampler.allocated()).isGreaterThan(59 * MIB);
      keeper.watch(WatchedLog.in(temp).keeping(QUOTA, Brake.NONE, () -> {})).close();
      assertThat(sampler.allocated()).isLessThan(38 * MIB);
    }
    exact(0, 16 * MIB);
    exact(40 * MIB, bytes);
  }

  @Test
  @DisplayName("a writer that whoever was before left stopped goes on")
  void leftStopped() throws Exception {
    long bytes = 100_000_000L / Writer.LINE * Writer.LINE;
    try (Writer writer = Writer.numbered(run.files, bytes)) {
      writer.stop();
      Files.createFile(run.files.braked());
      LogWatch watch =
          keeper.watch(
              new WatchedLog(
                  temp, Optional.empty(), writer, () -> {}, Optional.empty(), Optional.empty()));
      writer.await();
      watch.close();
      assertThat(writer.goesOn).hasValue(1);
      assertThat(run.files.braked()).doesNotExist();
    }
  }

  @Test
  @DisplayName("closing the keeper while a writer is stopped lets it go on")
  void closedWhileStopped() throws Exception {
    keeper.close();
    CountDownLatch stopped = new CountDownLatch(1);
    keeper = LogKeeper.start((_, _, _) -> -Posix.EOPNOTSUPP, System::nanoTime);
    long bytes = 100_000_000L / Writer.LINE * Writer.LINE;
    try (Writer writer = Writer.numbered(run.files, bytes)) {
      keeper.watch(WatchedLog.in(temp).keeping(new Quota(Quota.LEAST), writer, stopped::countDown));
      assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
      int stops = writer.stops.get();
      assertThat(writer.goesOn).as("it is stopped").hasValue(stops - 1);
      assertThat(writer.isAlive()).isTrue();
      keeper.close();
      assertThat(writer.goesOn).hasValue(stops);
      writer.await();
    }
    assertThatThrownBy(() -> keeper.watch(WatchedLog.in(temp)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This log keeper is closed; start another.");
  }

  @Test
  @DisplayName("where nothing can be freed, the limit is called once, with the writer stopped")
  void cannotPunch() throws Exception {
    keeper.close();
    keeper = LogKeeper.start((_, _, _) -> -Posix.EOPNOTSUPP, System::nanoTime);
    Quota quota = new Quota(8 * MIB);
    CountDownLatch called = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.start(run.files, "yes")) {
      LogWatch watch =
          keeper.watch(
              WatchedLog.in(temp)
                  .keeping(
                      quota,
                      writer,
                      () -> {
                        calls.incrementAndGet();
                        called.countDown();
                      }));
      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
      writer.close();
      watch.close();
      assertThat(sampler.peak()).isBetween(8 * MIB, 8 * MIB + 256 * MIB);
      assertThat(calls).hasValue(1);
      assertThat(run.files.released()).doesNotExist();
    }
    assertThat(run.log.read(0, 8).text()).isEqualTo("y\ny\ny\ny\n");
  }

  @Test
  @DisplayName("what is called may throw, and the watch goes on")
  void callsThrow() throws Exception {
    keeper.close();
    keeper = LogKeeper.start((_, _, _) -> -Posix.EOPNOTSUPP, System::nanoTime);
    CountDownLatch called = new CountDownLatch(2);
    Brake broken =
        new Brake() {
          @Override
          public void stop() {
            called.countDown();
            throw new IllegalStateException("stop");
          }

          @Override
          public void goOn() {
            throw new IllegalStateException("go on");
          }
        };
    run.print(new byte[5 << 20]);
    LogWatch watch =
        keeper.watch(
            WatchedLog.in(temp)
                .keeping(
                    new Quota(Quota.LEAST),
                    broken,
                    () -> {
                      called.countDown();
                      throw new IllegalStateException("limit");
                    }));
    assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
    watch.close();
    assertThat(run.files.braked()).doesNotExist();
  }

  @Test
  @DisplayName("a file that somebody deletes is kept within its quota all the same")
  void deleted() throws Exception {
    Quota quota = new Quota(8 * MIB);
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.numbered(run.files, 200_000_000)) {
      LogWatch watch = watch(quota, writer);
      clock.await(() -> watch.size() >= 1);
      Files.delete(run.files.output());
      writer.await();
      watch.close();
      assertThat(sampler.peak()).isLessThan(100 * MIB);
      assertThat(sampler.allocated()).isLessThanOrEqualTo(quota.bytes());
      assertThat(watch.size()).isPositive();
    }
    assertThat(run.log.state()).isInstanceOf(LogState.Absent.class);
  }

  @Test
  @DisplayName("a file that somebody cuts off is watched from its new end")
  void truncated() throws Exception {
    run.print(JobLogReadTest.numbered((int) (8 * MIB)));
    LogWatch watch = watch(new Quota(Quota.LEAST), Writer.start(run.files, "true"));
    clock.await(() -> Files.exists(run.files.released()));
    Files.write(run.files.output(), new byte[0]);
    clock.await(() -> !Files.exists(run.files.released()));
    run.print("after");
    clock.await(() -> watch.size() >= 5);
    assertThat(run.log.read(0, 100).text()).isEqualTo("after");
    watch.close();
  }

  @Test
  @DisplayName("a log that is not there yet is watched when it comes")
  void comesLater() throws Exception {
    Files.delete(run.files.output());
    LogWatch watch = keeper.watch(WatchedLog.in(temp));
    run.print("hello");
    clock.await(() -> watch.size() >= 5);
    assertThat(watch.sinceGrowth()).isLessThan(Duration.ofSeconds(60));
    watch.close();
    watch.close();
  }

  @Test
  @DisplayName("no output for some time is called once, and again after more output")
  void quiet() throws Exception {
    keeper.close();
    LookClock still = LookClock.still();
    keeper = LogKeeper.start(Posix::punchHole, still);
    Semaphore calls = new Semaphore(0);
    LogWatch watch =
        keeper.watch(
            WatchedLog.in(temp).whenQuiet(new Quiet(Duration.ofMinutes(5), calls::release)));
    run.print("one");
    still.await(() -> watch.size() >= 3);
    still.advance(Duration.ofMinutes(4));
    run.print("two");
    still.await(() -> watch.size() >= 6);
    assertThat(watch.lastGrowthNanos()).isEqualTo(Duration.ofMinutes(4).toNanos());
    still.advance(Duration.ofMinutes(4));
    run.print("3");
    still.await(() -> watch.size() >= 7);
    assertThat(calls.availablePermits()).as("never 5 minutes without output").isZero();
    still.advance(Duration.ofMinutes(6));
    assertThat(calls.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    run.print("4");
    still.await(() -> watch.size() >= 8);
    assertThat(calls.availablePermits()).as("once for each such time").isZero();
    still.advance(Duration.ofMinutes(6));
    assertThat(calls.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    watch.close();
  }

  @Test
  @DisplayName("no output is noticed within some 100 ms")
  void quietInTime() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    AtomicLong at = new AtomicLong();
    long began = System.nanoTime();
    Quiet quiet =
        new Quiet(
            Duration.ofMillis(300),
            () -> {
              at.set(System.nanoTime());
              called.countDown();
            });
    try (LogWatch _ = keeper.watch(WatchedLog.in(temp).whenQuiet(quiet))) {
      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Duration.ofNanos(at.get() - began))
        .isBetween(Duration.ofMillis(300), Duration.ofMillis(900));
  }

  @Test
  @DisplayName("a watch may be closed by what it calls")
  void closedInside() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<LogWatch> self = new CompletableFuture<>();
    LogWatch watch =
        keeper.watch(
            WatchedLog.in(temp)
                .whenQuiet(
                    new Quiet(
                        Duration.ofMillis(1),
                        () -> {
                          self.join().close();
                          keeper.watch(WatchedLog.in(temp)).close();
                          closed.countDown();
                        })));
    self.complete(watch);
    assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    watch.close();
  }
}
