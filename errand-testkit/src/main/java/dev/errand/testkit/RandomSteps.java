package dev.errand.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random steps of three workers for four owners, about runs and about mail, against a {@link
 * ReferenceStore}: each outcome and, after each step, each read under some filters has to be right;
 * and whoever lives by hints alone must miss nothing ({@link WalkHints}).
 *
 * <p>By default 8 seeds with {@link JobStoreConformance#randomSteps} steps each, the same ones each
 * time. The system properties {@code errand.conformance.seeds}, {@code errand.conformance.steps}
 * and {@code errand.conformance.firstSeed}, or the environment variables {@code
 * ERRAND_CONFORMANCE_SEEDS} and so on, say otherwise.
 */
abstract class RandomSteps extends StoreSuite {
  private final long usualSteps;

  RandomSteps(Function<TimeAndThreads, JobStore> opener, long usualSteps) {
    super(opener);
    this.usualSteps = usualSteps;
  }

  @TestFactory
  @DisplayName("random steps")
  Stream<DynamicTest> seeds() {
    long first = setting("firstSeed", 1);
    long steps = setting("steps", usualSteps);
    return LongStream.range(first, first + setting("seeds", 8))
        .mapToObj(seed -> dynamicTest("seed " + seed, () -> StoreWalk.walk(opener, seed, steps)));
  }

  private static long setting(String name, long usual) {
    String property = "errand.conformance." + name;
    String variable =
        property.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
    String value = System.getProperty(property, System.getenv().getOrDefault(variable, ""));
    return value.isBlank() ? usual : Long.parseLong(value.trim());
  }
}
