package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B2: a listener that throws is logged. */
class ProgressLoggedTest extends ContractTest {
  private final Logger logger = Logger.getLogger("dev.errand");
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

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
