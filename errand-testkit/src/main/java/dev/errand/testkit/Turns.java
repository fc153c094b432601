package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether owners take turns (contract A4): while an owner waits and could be served, nobody else is
 * served twice before it. Who goes first among the others is the store's choice.
 */
final class Turns {
  /** Who was served although this owner could have been, since it began to wait. */
  private final Map<Optional<String>, Set<Optional<String>>> overtakers = new HashMap<>();

  /** An owner was served when these owners (itself among them) could have been. */
  void taken(Optional<String> owner, List<Optional<String>> candidates) {
    overtakers.remove(owner);
    for (Optional<String> waiting : Set.copyOf(candidates)) {
      if (!waiting.equals(owner)) {
        assertThat(overtakers.computeIfAbsent(waiting, none -> new HashSet<>()).add(owner))
            .as("%s is served twice while %s waits", owner, waiting)
            .isTrue();
      }
    }
  }

  /** This owner waits no longer; when it does again, it is as if it had come anew. */
  void notWaiting(Optional<String> owner) {
    overtakers.remove(owner);
  }

  /** Nobody but these owners waits. */
  void onlyOf(Collection<Optional<String>> waiting) {
    overtakers.keySet().retainAll(Set.copyOf(waiting));
  }
}
