package dev.errand.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Who asks for jobs, and how each of them wants its mail. */
final class Owners {
  /** A sink that takes one at a time and is happy with each. */
  static final String CONTENT = "ann";

  /** A sink that fails now and then. */
  static final String FLAKY = "bob";

  /** A batch sink that accepts all. */
  static final String BATCH = "cat";

  /** A batch sink that accepts some, and throws now and then. */
  static final String PICKY = "dan";

  /** A sink that takes its time. */
  static final String SLOW = "eve";

  /** Has its sink in the last life only: all else is parked. */
  static final String ABSENT = "fay";

  /** Those that fetch their mail, and have no sink. */
  static final List<String> READERS = List.of("rob", "sue");

  static final List<String> WITH_SINKS = List.of(CONTENT, FLAKY, BATCH, PICKY, SLOW);

  private Owners() {}

  /** Any of them, or nobody. */
  static String any(Random dice) {
    List<String> all = new ArrayList<>(WITH_SINKS);
    all.addAll(READERS);
    all.addAll(READERS);
    all.add(ABSENT);
    all.add(Event.NOBODY);
    return all.get(dice.nextInt(all.size()));
  }
}
