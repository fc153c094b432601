package dev.errand.testkit;

import dev.errand.JobFilter;

/** Which id a run of {@link ReferenceRows} gets (contract A2). */
final class ReferenceIds {
  private final ReferenceRows store;
  private int automatic;

  ReferenceIds(ReferenceRows store) {
    this.store = store;
  }

  String automatic() {
    String id;
    do {
      id = "bg_" + ++automatic;
    } while (isTaken(id));
    return id;
  }

  String near(String preferred) {
    if (!isTaken(preferred)) {
      return preferred;
    }
    String prefix = preferred + "-";
    long highest =
        store.rows.stream()
            .map(row -> row.run.id())
            .filter(
                id -> id.startsWith(prefix) && id.substring(prefix.length()).matches("[1-9][0-9]*"))
            .mapToLong(id -> Long.parseLong(id.substring(prefix.length())))
            .max()
            .orElse(1);
    return prefix + Math.max(2, highest + 1);
  }

  private boolean isTaken(String id) {
    return store.find(id, JobFilter.all()).isPresent();
  }
}
