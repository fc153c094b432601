package dev.errand.daemon.jobs;

import java.util.List;

/** There is no such job, or more than one, for who asks. */
public final class UnknownJobException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> candidates;

  UnknownJobException(String message, List<String> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
  }

  /** The ids that may have been meant. */
  public List<String> candidates() {
    return candidates == null ? List.of() : candidates;
  }
}
