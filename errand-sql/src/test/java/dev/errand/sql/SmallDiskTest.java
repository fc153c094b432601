package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of three megabytes, full and read-only. Only root may make one. */
@Timeout(60)
class SmallDiskTest {
  private static final String PAYLOAD = "p".repeat(100_000);

  @TempDir Path folder;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder.toString());
    assumeTrue(mounted, "a small file system cannot be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", folder.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private Path file() {
    return folder.resolve("store.db");
  }

  private AsyncJobManager manager() {
    return AsyncJobManager.builder()
        .store(SqlJobStore.sqlite(file()))
        .handler("h", (payload, context) -> JobResult.of("done"))
        .build();
  }

  @Test
  @DisplayName(
      "J1 on a full disk callers hear it at once, nothing is half there, and it goes on when there"
          + " is room")
  void full() throws Exception {
    List<String> taken = new ArrayList<>();
    try (AsyncJobManager jobs = manager()) {
      StoreException refusal = null;
      for (int i = 0; refusal == null && i < 100; i++) {
        JobOptions options =
            JobOptions.builder()
                .id("job-" + (i + 1) * 1_000)
                .startAfter(Duration.ofDays(1))
                .build();
        refusal =
            catchThrowableOfType(
                StoreException.class,
                () ->
                    taken.add(
                        jobs.register("task", "label", HandlerCall.of("h", PAYLOAD), options)));
      }
      assertThat(refusal).isNotNull().hasMessageContaining("disk is full");
      assertThat(jobs.allJobs()).extracting(job -> job.id()).containsExactlyElementsOf(taken);
      assertThat(taken).hasSizeGreaterThan(5);
      assertThat(run("mount", "-o", "remount,size=20m", folder.toString())).isTrue();
      taken.add(
          jobs.register(
              "task",
              "label",
              HandlerCall.of("h", PAYLOAD),
              JobOptions.builder().id("last").build()));
      assertThat(jobs.cancelAll(JobFilter.all())).isGreaterThanOrEqualTo(taken.size() - 1);
    }
    try (AsyncJobManager jobs = manager()) {
      assertThat(jobs.allJobs()).extracting(job -> job.id()).containsExactlyElementsOf(taken);
    }
  }

  @Test
  @DisplayName(
      "J1 a read-only file is refused with a sentence, and taken when it can be written again")
  void readOnly() throws Exception {
    manager().close();
    assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
    assertThat(catchThrowableOfType(StoreException.class, this::manager))
        .isNotNull()
        .hasMessageContaining("cannot be locked")
        .hasMessageContaining(file().toString());
    assertThat(run("mount", "-o", "remount,rw", folder.toString())).isTrue();
    Files.createFile(folder.resolve("witness"));
    manager().close();
  }
}
