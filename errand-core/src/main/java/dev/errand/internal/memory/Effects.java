package dev.errand.internal.memory;

import dev.errand.spi.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a step has brought about beside its outcome, and listeners are to be told. */
final class Effects {
  final List<Optional<String>> mailDue = new ArrayList<>();
  final List<Optional<String>> mailQuiet = new ArrayList<>();
  final List<Run> died = new ArrayList<>();
  final List<Run> evicted = new ArrayList<>();

  /** In how many nanoseconds something is due sooner than anything before. */
  long wakeIn = Long.MAX_VALUE;

  boolean isEmpty() {
    return wakeIn == Long.MAX_VALUE
        && mailDue.isEmpty()
        && mailQuiet.isEmpty()
        && died.isEmpty()
        && evicted.isEmpty();
  }
}
