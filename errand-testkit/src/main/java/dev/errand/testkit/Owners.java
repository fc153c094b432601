package dev.errand.testkit;

import dev.errand.JobFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Owners whose names invite confusion, and which of them each filter sees (contract D2). */
final class Owners {
  static final List<Optional<String>> ALL =
      List.of(
          Optional.of("a/b"),
          Optional.empty(),
          Optional.of("a"),
          Optional.of("ab"),
          Optional.of("a/b/c"),
          Optional.of("a0"),
          Optional.of("a-b"),
          Optional.of("A"),
          Optional.of("%"));

  /** The filters, and the owners each of them sees, by their places in {@link #ALL}. */
  static final Map<JobFilter, List<Integer>> SEEN = new LinkedHashMap<>();

  static {
    SEEN.put(JobFilter.all(), List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    SEEN.put(JobFilter.unowned(), List.of(1));
    SEEN.put(JobFilter.owner("a"), List.of(2));
    SEEN.put(JobFilter.owner("a/b"), List.of(0));
    SEEN.put(JobFilter.owner("b"), List.of());
    SEEN.put(JobFilter.owner("%"), List.of(8));
    SEEN.put(JobFilter.ownerTree("a"), List.of(0, 2, 4));
    SEEN.put(JobFilter.ownerTree("a/b"), List.of(0, 4));
    SEEN.put(JobFilter.ownerTree("%"), List.of(8));
    SEEN.put(JobFilter.ownerTree("_"), List.of());
    SEEN.put(JobFilter.ownerTree("a/"), List.of());
  }

  private Owners() {}
}
