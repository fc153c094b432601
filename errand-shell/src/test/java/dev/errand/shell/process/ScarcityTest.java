package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where something is scarce")
class ScarcityTest {
  private static final int SLEEPERS = Integer.getInteger("errand.shell.sleepers", 100);

  @TempDir Path folder;

  @Test
  @DisplayName(
      "threads: sleeping commands cost none; 100, or as many as -Derrand.shell.sleepers says")
  void threads() throws Exception {
    try (Jobs jobs = new Jobs(folder)) {
      Jobs.end(jobs.start("true"));
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      int before = threads.getThreadCount();
      List<RunningProcess> sleeping = new ArrayList<>();
      for (int i = 0; i < SLEEPERS; i++) {
        sleeping.add(jobs.start("sleep", "1000"));
      }
      assertThat(threads.getThreadCount()).isLessThanOrEqualTo(before + 1);
      try (ExecutorService enders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (RunningProcess process : sleeping) {
          enders.execute(() -> {
            try {
              process.tree().end(Duration.ZERO);
            } catch (InterruptedException interrupted) {
              throw new AssertionError(interrupted);
            }
          });
        }
      }
      for (RunningProcess process : sleeping) {
        assertThat(Jobs.end(process)).isInstanceOf(ProcessEnd.Killed.class);
      }
    }
  }

  @Test
  @DisplayName("descriptors: ulimit -n 64 is enough for 100 commands at once, with stdin")
  void descriptors() throws Exception {
    Process java =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 64; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ScarcityTest.class.getName(),
                folder.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    String said = new String(java.getInputStream().readAllBytes());
    assertThat(java.waitFor()).isZero();
    assertThat(said.strip()).isEqualTo("all ended");
  }

  /** In a JVM with few descriptors. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    try (Jobs jobs = new Jobs(root)) {
      List<RunningProcess> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(jobs.start(jobs.launch(Map.of("PATH", "/usr/bin:/bin"), true, "cat")));
      }
      for (RunningProcess process : all) {
        process.send("hello".getBytes(), Duration.ofSeconds(Jobs.NET_SECONDS));
        process.closeStdin();
      }
      for (RunningProcess process : all) {
        assertThat(Jobs.output(process)).isEqualTo("hello");
      }
    }
    System.out.println("all ended");
  }

  @Test
  @DisplayName("disk: a full one stops no end from being recorded, and a start fails clearly")
  void disk() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=512k", "errand-test", disk.toString()) == 0,
        "only root can make a small disk");
    try (Jobs jobs = new Jobs(disk)) {
      RunningProcess killed = jobs.start("sleep", "1000");
      RunningProcess exits = jobs.sh("read x <\"$1\"; exit 9", jobs.pipe().toString());
      RunningProcess later = jobs.start("sleep", "1000");
      fill(disk.resolve("filler"));
      assertThat(killed.signal("KILL")).isTrue();
      assertThat(Jobs.end(killed)).isInstanceOf(ProcessEnd.Killed.class);
      Files.writeString(pipeOf(disk), "\n");
      assertThat(Jobs.end(exits)).isInstanceOf(ProcessEnd.Exited.class);

      ProcessId waiting = jobs.standBy(RunRecord::supervisor);
      jobs.host.close();
      // Its record is deleted, but takes room as long as it is open.
      assertThat(Jobs.isGone(waiting)).isTrue();
      ProcessHost another = jobs.another();
      fill(disk.resolve("filler of what the host gave back"));
      assertThat(another.find(later.runId())).isInstanceOf(Found.StillRunning.class);
      Launch launch = jobs.launch(Map.of("PATH", "/bin"), false, "true");
      CannotStartException refused =
          catchThrowableOfType(CannotStartException.class, () -> another.start(launch));
      assertThat(refused).hasMessageContaining("No space left on device");
      assertThat(Jobs.all(launch.runId())).isEmpty();

      Files.delete(disk.resolve("filler"));
      Files.delete(disk.resolve("filler of what the host gave back"));
      assertThat(Jobs.await(another.start(launch).end())).isInstanceOf(ProcessEnd.Exited.class);
    } finally {
      assertThat(run("umount", "-l", disk.toString())).isZero();
    }
  }

  private static Path pipeOf(Path disk) throws IOException {
    try (var files = Files.list(disk)) {
      return files
          .filter(it -> it.getFileName().toString().startsWith("pipe-"))
          .findAny()
          .orElseThrow();
    }
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
