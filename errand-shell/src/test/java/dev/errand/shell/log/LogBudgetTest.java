package dev.errand.shell.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBudgetTest {
  private static final int KIB = 1024;
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir Path runs;
  private final Map<Path, Instant> ends = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  private LogFolder run(String name, int kib) throws IOException {
    return new LogFolder(Files.createDirectory(runs.resolve(name))).print(new byte[kib * KIB]);
  }

  private void end(LogFolder run, int second) {
    run.end();
    ends.put(run.files.folder(), NOW.minusSeconds(1000 - second));
  }

  private LogBudget budget(long kib) {
    return new LogBudget(
        runs,
        kib * KIB,
        folder -> {
          asked.incrementAndGet();
          return Optional.ofNullable(ends.get(folder));
        },
        InstantSource.fixed(NOW));
  }

  @Test
  @DisplayName("whole logs are removed, those that ended first before others, until it is enough")
  void oldestFirst() throws IOException {
    LogFolder b = run("b", 100);
    LogFolder c = run("c", 100);
    LogFolder a = run("a", 100);
    end(c, 1);
    end(a, 2);
    end(b, 3);
    LogBudget.Sweep sweep = budget(120).sweep();
    assertThat(sweep.removed())
        .containsExactly(
            new LogBudget.RemovedLog(c.files.folder(), 100 * KIB, 100 * KIB),
            new LogBudget.RemovedLog(a.files.folder(), 100 * KIB, 100 * KIB));
    assertThat(sweep.allocated()).isEqualTo(100 * KIB);
    assertThat(b.files.output()).exists();
    LogPage page = c.log.read(50, 100);
    assertThat(page.state()).isEqualTo(new LogState.Removed(100 * KIB, 120 * KIB, NOW));
    assertThat(page.complete()).isTrue();
    assertThat(c.log.lastPart().state().sentence())
        .isEqualTo(
            "The log (102400 bytes) was removed at 2026-03-04T05:06:07Z to keep the total of all"
                + " logs under 122880 bytes.");
  }

  @Test
  @DisplayName("a running log is never removed, whatever it uses")
  void neverRunning() throws IOException {
    LogFolder runs1 = run("running", 500);
    LogFolder done = run("done", 10);
    end(done, 1);
    LogBudget.Sweep sweep = budget(100).sweep();
    assertThat(sweep.removed()).hasSize(1);
    assertThat(sweep.allocated()).isEqualTo(500 * KIB);
    assertThat(runs1.files.output()).exists();
    assertThat(budget(100).sweep().removed()).isEmpty();
  }

  @Test
  @DisplayName("what is allocated counts, not what was printed")
  void holesAreFree() throws IOException {
    LogFolder a = run("a", 1000);
    a.release(64 * KIB, 960 * KIB);
    end(a, 1);
    LogBudget.Sweep sweep = budget(200).sweep();
    assertThat(sweep.removed()).isEmpty();
    assertThat(sweep.allocated()).isEqualTo(104 * KIB);
  }

  @Test
  @DisplayName("ended runs are looked at once, and forgotten with their folder")
  void once() throws IOException {
    for (int i = 0; i < 50; i++) {
      end(run("r" + i, 4), i);
    }
    LogFolder running = run("running", 4);
    LogBudget budget = budget(1000);
    assertThat(budget.sweep().allocated()).isEqualTo(51 * 4 * KIB);
    assertThat(asked).hasValue(51);
    running.print(new byte[4 * KIB]);
    assertThat(budget.sweep().allocated()).isEqualTo(52 * 4 * KIB);
    assertThat(asked).as("only the running one").hasValue(52);

    Path gone = runs.resolve("r0");
    Files.delete(gone.resolve("output.log"));
    Files.delete(gone);
    assertThat(budget.sweep().allocated()).isEqualTo(51 * 4 * KIB);
  }

  @Test
  @DisplayName("no folder yet, odd files in it and a budget that cannot be")
  void odd() throws IOException {
    LogBudget nowhere =
        new LogBudget(runs.resolve("no"), 1, _ -> Optional.empty(), InstantSource.system());
    assertThat(nowhere.sweep()).isEqualTo(new LogBudget.Sweep(0, java.util.List.of()));
    Files.writeString(runs.resolve("a file"), "x");
    assertThat(budget(1).sweep().allocated()).isZero();
    assertThatThrownBy(() -> budget(0)).hasMessage("The budget of all logs must be positive: 0");
  }
}
