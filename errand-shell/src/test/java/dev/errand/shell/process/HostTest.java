package dev.errand.shell.process;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that need one host: it is there, and nothing of it lives on. */
abstract class HostTest {
  @TempDir Path root;
  Jobs jobs;

  @BeforeEach
  void begin() {
    jobs = new Jobs(root);
  }

  @AfterEach
  void end() throws InterruptedException {
    jobs.close();
  }
}
