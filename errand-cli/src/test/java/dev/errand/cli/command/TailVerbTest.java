package dev.errand.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.Daemon;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.jobs.Caller;
import dev.errand.shell.log.JobLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("errand tail --grep -f")
final class TailVerbTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("waits while a line has no end yet, and does not look at it over and over")
  void unfinishedLine() throws Exception {
    try (Daemon daemon = Daemon.start(new Home(folder.resolve("home")), "test", (_, _) -> {})) {
      CommandRunner runner = new CommandRunner(daemon.errands());
      RecordingClient starter = new RecordingClient();
      String script = "printf 'half'; read x; echo \" a line $x\"";
      var _ = runner.run(List.of("run", "--stdin", "--", "sh", "-c", script), starter);
      String id = starter.out().strip();
      RecordingClient client = new RecordingClient();
      Thread tail =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ = runner.run(List.of("tail", "-f", "--grep", "a line", id), client);
                } catch (Exception failed) {
                  throw new AssertionError(failed);
                }
              });
      JobLog log = daemon.errands().log(daemon.errands().resolve(id, Caller.PERSON));
      while (!log.lastLines(1, 100).text().equals("half")) {
        Thread.onSpinWait();
      }
      int before = client.pages();
      while (client.pages() == before) {
        Thread.onSpinWait(); // it has looked at the half
      }
      assertThat(runner.run(List.of("send", id, "at last"), new RecordingClient())).isZero();
      tail.join();
      assertThat(client.out()).isEqualTo("half a line at last\n");
      // Each look that finds nothing new takes two seconds.
      assertThat(client.pages() - before).isLessThanOrEqualTo(5);
      daemon.stop(true);
    }
  }
}
