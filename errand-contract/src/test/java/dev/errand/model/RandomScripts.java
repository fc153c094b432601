package dev.errand.model;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.model.Script.Step;
import dev.errand.stores.StoreKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Many random scripts against the reference model, on one store. By default with 300 operations
 * each, the same ones each time; the system properties {@code errand.model.operations}, {@code
 * errand.model.firstSeed} and one for the number of scripts say otherwise, and so does the profile
 * {@code soak}.
 */
abstract class RandomScripts {
  private static final int SCRIPTS_OF_ONE_TEST = 34;
  private static final int MOST_TRIES = 3_000;

  /** Sinks that hang and fail are logged, here a hundred thousand times. */
  private static final Logger LOG = Logger.getLogger("dev.errand");

  private final StoreKind store;
  private final long seeds;

  RandomScripts(StoreKind store, long seeds) {
    this.store = store;
    this.seeds = seeds;
  }

  @BeforeAll
  static void beSilent() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void beLoudAgain() {
    LOG.setLevel(null);
  }

  @TestFactory
  @DisplayName("A to I: whatever is done in whatever order, the manager does what the model says")
  Stream<DynamicTest> scripts() {
    long first = Long.getLong("errand.model.firstSeed", 1);
    long end = first + seeds;
    int operations = Integer.getInteger("errand.model.operations", 300);
    return LongStream.iterate(first, seed -> seed < end, seed -> seed + SCRIPTS_OF_ONE_TEST)
        .mapToObj(from -> {
          long to = Math.min(end, from + SCRIPTS_OF_ONE_TEST);
          return dynamicTest(
              "seeds " + from + " to " + (to - 1),
              () -> LongStream.range(from, to).forEach(seed -> run(seed, operations)));
        });
  }

  private void run(long seed, int operations) {
    Random random = new Random(seed);
    Script script = new Script(seed, Setup.random(random, store), List.of());
    List<Step> done = new ArrayList<>();
    Interpreter interpreter = new Interpreter(script);
    try {
      Generator generator = new Generator(random, interpreter.world.model);
      for (int i = 0; i < operations; i++) {
        done.add(i == operations - 6 ? generator.close() : generator.next());
        interpreter.step(done.get(i));
      }
      interpreter.close();
    } catch (Throwable failure) {
      interpreter.letGo();
      throw shrunk(seed, script.with(done), failure);
    }
    interpreter.letGo();
  }

  private static AssertionError shrunk(long seed, Script script, Throwable failure) {
    Shrinker<Step> shrinker =
        new Shrinker<>(
            steps -> kindOf(failureOf(script.with(steps))).equals(kindOf(failure)), MOST_TRIES);
    Script shortest = script.with(shrinker.shrink(script.steps()));
    Throwable shortFailure = failureOf(shortest);
    return new AssertionError(
        "seed %d: %s%nShrunk from %d operations to %d: %s%n%s"
            .formatted(
                seed,
                failure.getMessage(),
                script.steps().size(),
                shortest.steps().size(),
                shortFailure == null ? "does not fail any more" : shortFailure.getMessage(),
                shortest),
        shortFailure == null ? failure : shortFailure);
  }

  /** So that a script is not shrunk from one failure to another one. */
  private static String kindOf(Throwable failure) {
    String[] words = String.valueOf(failure == null ? null : failure.getMessage()).split(" ", 4);
    return Stream.of(words).limit(3).map(word -> word.replaceAll("[0-9]", "")).toList().toString();
  }

  private static Throwable failureOf(Script script) {
    Interpreter interpreter = new Interpreter(script);
    try {
      script.steps().forEach(interpreter::step);
      interpreter.close();
      return null;
    } catch (Throwable failure) {
      return new AssertionError(
          failure.getMessage() + " (at " + interpreter.world.model.now + ")", failure);
    } finally {
      interpreter.letGo();
    }
  }
}
