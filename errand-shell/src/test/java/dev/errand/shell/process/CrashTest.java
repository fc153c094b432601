package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.process.Found.StillRunning;
import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A JVM that is killed while it starts commands")
class CrashTest {
  private static final int KILLS = Integer.getInteger("errand.shell.kills", 5);
  private static final int THREADS = 4;
  private static final int MOST_BEFORE_KILL = 40;

  @TempDir Path folder;

  @Test
  @DisplayName(
      "each command runs once, none is lost; 5 kills, or as many as -Derrand.shell.kills says")
  void exactlyOnce() throws Exception {
    int again = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path root = Files.createDirectory(folder.resolve("kill-" + kill));
      List<String> begun =
          killedAfterSome(root, ThreadLocalRandom.current().nextInt(MOST_BEFORE_KILL));
      try (ProcessHost host = ProcessHost.in(root)) {
        for (String runId : begun) {
          RunningProcess process;
          switch (host.find(runId)) {
            case StillRunning(RunningProcess found) -> process = found;
            case Found.NeverStarted() -> {
              process = host.start(launch(root, runId));
              again++;
            }
            case Found.Ended(ProcessEnd end) -> {
              assertThat(end).isInstanceOf(ProcessEnd.Exited.class);
              continue;
            }
          }
          assertThat(Jobs.end(process)).isInstanceOf(ProcessEnd.Exited.class);
        }
        for (String runId : begun) {
          assertThat(Files.readString(root.resolve(runId))).as(runId).isEqualTo("\n");
          assertThat(RunFiles.of(root, runId).output()).as("nothing of ours in it").isEmptyFile();
          assertThat(Jobs.all(runId)).allMatch(Jobs::isGone);
        }
      }
    }
    System.out.println(KILLS + " kills, " + again + " commands had not begun");
  }

  /** The runs of which a JVM had said that it will start them when it was killed. */
  private static List<String> killedAfterSome(Path root, int some) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.class.getName(),
                root.toString())
            .redirectError(Redirect.DISCARD)
            .start();
    List<String> begun = new ArrayList<>();
    try (BufferedReader said = java.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        begun.add(line);
        if (begun.size() == some + 1) {
          var _ = java.toHandle().destroyForcibly(); // the other one closes what we read
        }
      }
    }
    assertThat(java.waitFor()).isEqualTo(128 + Signals.KILL);
    return begun.stream().filter(it -> it.endsWith(".")).map(CrashTest::withoutDot).toList();
  }

  private static String withoutDot(String line) {
    return line.substring(0, line.length() - 1);
  }

  private static Launch launch(Path root, String runId) {
    return new Launch(
        runId,
        List.of("sh", "-c", "echo >>\"$1\"; sleep 0.1", "sh", root.resolve(runId).toString()),
        root,
        Map.of("PATH", "/usr/bin:/bin"),
        false);
  }

  /** The JVM that is killed. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    ProcessHost host = ProcessHost.in(root);
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = "crash-" + ProcessHandle.current().pid() + "-" + thread + "-";
      var _ =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; ; i++) {
                  System.out.print(prefix + i + ".\n");
                  System.out.flush();
                  try {
                    host.start(launch(root, prefix + i));
                  } catch (CannotStartException failed) {
                    throw new AssertionError(failed);
                  }
                }
              });
    }
  }
}
