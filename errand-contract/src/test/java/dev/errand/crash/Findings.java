package dev.errand.crash;

import java.util.ArrayList;
import java.util.List;

/** What a checker has found: violations and counts. */
final class Findings {
  /** More of them teach nothing. */
  private static final int MOST = 500;

  final Counts counts = new Counts();
  private final List<Violation> violations = new ArrayList<>();

  void violated(Invariant invariant, String ticket, String what, String line) {
    if (violations.size() < MOST) {
      violations.add(new Violation(invariant, ticket, what, line));
    }
  }

  void violated(Invariant invariant, RunHistory run, String what, Event event) {
    violated(invariant, run.ticket, what, event.line());
  }

  List<Violation> all() {
    return List.copyOf(violations);
  }

  List<Violation> of(Invariant invariant) {
    return violations.stream().filter(found -> found.invariant() == invariant).toList();
  }
}
