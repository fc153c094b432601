package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.W3;

import dev.errand.JobFilter;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The small world of a {@link RandomWalk}, and what chance picks of it. */
final class Dice {
  static final List<Optional<String>> OWNERS =
      List.of(Optional.empty(), Optional.of("a"), Optional.of("a/b"), Optional.of("b"));
  static final List<JobFilter> FILTERS =
      List.of(
          JobFilter.all(),
          JobFilter.unowned(),
          JobFilter.owner("a"),
          JobFilter.owner("b"),
          JobFilter.owner("c"),
          JobFilter.ownerTree("a"),
          JobFilter.ownerTree("b"));
  static final List<Worker> WORKERS = List.of(W1, W2, W3);
  static final List<String> IDS = List.of("x", "x", "x-2", "x-5", "y", "bg_9", "bg_70");

  private final Random random;

  Dice(Random random) {
    this.random = random;
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  void oneIn(int n, Runnable what) {
    if (oneIn(n)) {
      what.run();
    }
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  Duration millisUpTo(int bound) {
    return Duration.ofMillis(random.nextInt(bound));
  }
}
