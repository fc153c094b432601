package dev.errand.internal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How verbs read the ids they are given (contract E2): trimmed, blanks ignored, duplicates once.
 */
public final class Ids {

  private Ids() {}

  /** One id as it is looked up; a blank one names nothing. */
  public static String normalized(String id) {
    return Check.notNull("id", id).strip();
  }

  /** Several ids, in the order given. */
  public static Set<String> normalized(Collection<String> ids) {
    Set<String> normalized = new LinkedHashSet<>();
    for (String id : Check.notNull("ids", ids)) {
      String trimmed = normalized(id);
      if (!trimmed.isEmpty()) {
        normalized.add(trimmed);
      }
    }
    return normalized;
  }
}
