package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CloseMode;
import dev.errand.JobFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that own commands are killed, one after the other, and the commands do not care. */
class OwnerKillsTest {
  private static final int KILLS = Integer.getInteger("errand.shell.owner.kills", 20);
  private static final long SEED = Long.getLong("errand.shell.owner.seed", System.nanoTime());
  private static final int KILLED = 128 + 9;

  /** Only the net. */
  private static final Duration NET = Duration.ofSeconds(300);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  @DisplayName(
      "J2 owners are killed, each command runs once and its end is told truly; 20 kills, or as many"
          + " as -Derrand.shell.owner.kills says")
  void kills() throws Exception {
    OwnerJvm.prepare(folder);
    Random dice = new Random(SEED);
    for (int life = 1; life <= KILLS; life++) {
      assertThat(live(life, dice)).as("life %d of seed %d", life, SEED).isEqualTo(KILLED);
    }
    Process last = start(KILLS + 1, 0, true);
    drain(last, () -> {});
    OwnerEvidence evidence = new OwnerEvidence(folder);
    System.out.println(KILLS + " owners killed, seed " + SEED + ": " + evidence.figures());
    assertThat(evidence.violations().stream().limit(20))
        .as("the first violations, seed %d, files in %s", SEED, folder)
        .isEmpty();
    assertThat(last.waitFor()).as("seed %d", SEED).isZero();
    assertThat(Survivors.of(folder)).as("processes that are left, seed %d", SEED).isEmpty();
  }

  /** One life, killed at a random moment: while it begins, or at work. */
  private int live(int life, Random dice) throws Exception {
    boolean beginning = dice.nextInt(4) == 0;
    int lines = beginning ? 1 : 2 + dice.nextInt(50);
    int micros = dice.nextInt(beginning ? 500_000 : 5_000);
    Process java = start(life, dice.nextLong(), false);
    int[] left = {lines};
    drain(
        java,
        () -> {
          if (--left[0] == 0 && !java.waitFor(micros, TimeUnit.MICROSECONDS)) {
            var _ = java.toHandle().destroyForcibly(); // the process's own would close what we read
          }
        });
    return java.waitFor();
  }

  private interface Heard {
    void line() throws InterruptedException;
  }

  /** Reads all it says, to its end. Whatever holds the pipe beyond that would be seen here. */
  private static void drain(Process java, Heard heard) throws Exception {
    CompletableFuture<Void> net =
        CompletableFuture.runAsync(
            () -> java.toHandle().destroyForcibly(),
            CompletableFuture.delayedExecutor(NET.toSeconds(), TimeUnit.SECONDS));
    try (BufferedReader said = java.inputReader()) {
      while (said.readLine() != null) {
        heard.line();
      }
    } finally {
      net.cancel(false);
      var _ = java.toHandle().destroyForcibly();
    }
  }

  private Process start(int life, long seed, boolean last) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            // Who is killed leaves the native library of the store behind.
            "-Dorg.sqlite.tmpdir=" + folder.resolve("tmp"),
            "-cp",
            System.getProperty("java.class.path"),
            OwnerJvm.class.getName(),
            folder.toString(),
            String.valueOf(life),
            String.valueOf(seed),
            String.valueOf(last))
        .redirectError(Redirect.appendTo(folder.resolve("errors").toFile()))
        .start();
  }

  /** Whatever failed, nothing goes on. */
  @AfterEach
  void endAll() {
    if (Files.exists(folder.resolve("jobs.db")) && !Survivors.of(folder).isEmpty()) {
      ShellJobs shell = OwnerJvm.open(folder, AsyncJobManager.builder());
      shell.manager().cancelAll(JobFilter.all());
      shell.manager().close(Duration.ofSeconds(60), CloseMode.CANCEL);
      shell.close();
    }
  }
}
