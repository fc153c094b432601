package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobResult;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract B2: a listener that throws is logged. */
class ProgressLoggedTest extends ContractTest {
  @RegisterExtension final CaughtLog log = new CaughtLog();
  private final List<LogRecord> logged = log.records();

  @Test
  @DisplayName("B2 a listener that throws is logged, with the job and what it threw")
  void logged() {
    AsyncJobManager manager = manager();
    manager.register(
        "task",
        "t",
        context -> {
          context.reportProgress("half");
          return JobResult.empty();
        },
        options()
            .id("x-ray")
            .onProgress(report -> {
              throw new IOException("screen is gone");
            })
            .build());
    time.runReady();

    assertThat(logged)
        .singleElement()
        .satisfies(record -> {
          assertThat(record.getLevel()).isEqualTo(Level.WARNING);
          assertThat(record.getThrown()).hasStackTraceContaining("screen is gone");
          assertThat(record.getThrown()).hasStackTraceContaining("x-ray");
        });
  }
}
