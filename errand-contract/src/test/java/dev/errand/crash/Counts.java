package dev.errand.crash;

import java.util.EnumMap;
import java.util.Map;

/** What has happened in a series, counted. */
final class Counts {
  /** What is counted, in the order of the table. */
  enum What {
    KILLED_AT_WORK("kills at work"),
    KILLED_WHILE_STARTING("kills while starting"),
    KILLED_WHILE_CLOSING("kills while closing"),
    CLOSED("lives that closed in order"),
    LINES("lines of evidence"),
    REGISTERED("registrations acknowledged"),
    REGISTERED_UNHEARD("runs whose registration was under way at a kill, and that are there"),
    KNOWN_BY_KEY("registrations that found a run by its key"),
    REFUSED("registrations refused"),
    BODIES("bodies begun"),
    BODIES_CUT("bodies under way at a kill"),
    RERUNS("bodies begun again after a kill"),
    OUTCOMES("outcomes seen"),
    LOST("of these: lost with their process"),
    CANCELLED("of these: cancelled"),
    SINK_CALLS("deliveries handed to sinks"),
    ACCEPTED("of these: accepted"),
    DUPLICATES("of these: accepted once more after a kill, under the same id"),
    CALLS_CUT("deliveries in a sink at a kill"),
    TAKEN("deliveries taken by readers"),
    CONFIRMED("of these: confirmed"),
    LEASES_CUT("deliveries with a reader at a kill"),
    ACKNOWLEDGED("acknowledgements"),
    CONSUMED("results consumed by a foreground wait"),
    ROWS("rows at the end");

    final String title;

    What(String title) {
      this.title = title;
    }
  }

  private final Map<What, Long> counts = new EnumMap<>(What.class);

  void add(What what) {
    add(what, 1);
  }

  void add(What what, long more) {
    counts.merge(what, more, Long::sum);
  }

  long of(What what) {
    return counts.getOrDefault(what, 0L);
  }

  long kills() {
    return of(What.KILLED_AT_WORK) + of(What.KILLED_WHILE_STARTING) + of(What.KILLED_WHILE_CLOSING);
  }

  /** A table for people, and for {@code docs/reliability.md}. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("| what | count |\n|---|--:|\n");
    for (What what : What.values()) {
      table.append("| %s | %,d |%n".formatted(what.title, of(what)));
    }
    return table.toString();
  }
}
