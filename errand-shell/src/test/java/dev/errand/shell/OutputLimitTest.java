package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file system that cannot give up the middle of a file: ramfs, which only root may mount. */
@Timeout(120)
class OutputLimitTest extends ShellTest {
  private static final long QUOTA = 4L << 20;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  @DisplayName(
      "B3 where logs cannot be shortened, a command that prints too much is ended, and says why")
  void tooMuch() throws Exception {
    Path place = Files.createDirectory(folder.resolve("ramfs"));
    assumeTrue(
        run("mount", "-t", "ramfs", "-o", "mode=0700", "ramfs", place.toString()),
        "a file system can be mounted here");
    try (ShellJobs shell = open(ShellJobs.builder(place.resolve("commands")), manager -> manager)) {
      String small = shell.start(Command.shell("echo little").quota(QUOTA));
      assertThat(settled(shell, small).status()).isEqualTo(JobStatus.COMPLETED);
      String large =
          shell.start(
              Command.shell("head -c 64000000 /dev/zero | tr '\\0' x; exec sleep 1000")
                  .quota(QUOTA));
      Job job = settled(shell, large);
      JobEnd end = job.end().orElseThrow();
      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(end.reason()).isEqualTo(EndReason.OUTPUT_LIMIT);
      assertThat(end.text())
          .contains(
              "It printed more than 4194304 bytes, and this file system cannot give up the middle"
                  + " of a log");
      assertThat(shell.log(large).orElseThrow().read(0, 4).text()).isEqualTo("xxxx");
      shell.manager().close(Duration.ofSeconds(20));
    } finally {
      assertThat(run("umount", place.toString())).isTrue();
    }
  }
}
