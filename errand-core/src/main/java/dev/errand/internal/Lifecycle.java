package dev.errand.internal;

import dev.errand.CloseMode;
import java.util.Optional;

/** Whether a manager still takes work. */
final class Lifecycle {
  private volatile Optional<CloseMode> closedIn = Optional.empty();

  boolean isClosed() {
    return closedIn.isPresent();
  }

  /** How it was closed; empty while it takes work. */
  Optional<CloseMode> closedIn() {
    return closedIn;
  }

  void close(CloseMode mode) {
    closedIn = Optional.of(mode);
  }
}
