package dev.errand.model;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which id a job gets (contract A2), looked for among those that are taken. */
final class ModelIds {
  private long automatic;

  String next(Optional<String> preferred, Stream<String> takenIds) {
    Set<String> taken = Set.copyOf(takenIds.toList());
    return preferred.map(id -> near(id, taken)).orElseGet(() -> automatic(taken::contains));
  }

  private String automatic(Predicate<String> taken) {
    String id;
    do {
      id = "bg_" + ++automatic;
    } while (taken.test(id));
    return id;
  }

  private static String near(String preferred, Set<String> taken) {
    if (!taken.contains(preferred)) {
      return preferred;
    }
    LongStream suffixes =
        taken.stream()
            .filter(id -> id.matches(Pattern.quote(preferred) + "-[1-9][0-9]*"))
            .mapToLong(id -> Long.parseLong(id.substring(preferred.length() + 1)));
    return preferred + "-" + Math.max(2, suffixes.max().orElse(0) + 1);
  }
}
