package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.JobStore;
import dev.errand.testkit.StoreWalk;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The random walk of the conformance suite, but every third step is tried first while SQLite is
 * made to fail. The reference hears nothing of that; so whatever a failed step left behind, in
 * memory or in the file, is seen.
 */
class UndoneStepsTest {
  private static final int STEPS = Integer.getInteger("errand.undone.steps", 1_200);

  @TempDir Path folder;
  private PlantedFaults faults;

  @AfterEach
  void removeFaults() throws SQLException {
    faults.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @DisplayName("J1 a step that fails has changed nothing")
  void undone(long seed) {
    Path file = folder.resolve("store.db");
    StoreWalk.walk(
        time -> {
          JobStore real = SqlJobStore.sqlite(file, Synchronous.NORMAL, time);
          faults = PlantedFaults.in(file);
          return faults.around(real, new Random(seed));
        },
        seed,
        STEPS);
    assertThat(faults.failed()).as("steps that failed").isGreaterThan(STEPS / 50);
  }
}
