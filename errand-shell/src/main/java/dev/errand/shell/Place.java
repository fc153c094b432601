package dev.errand.shell;

import dev.errand.HandlerCall;
import java.util.Objects;
import java.util.Optional;

/**
 * Which of the folders of all machines a command belongs to. It is part of the name of the handler:
 * so no worker takes a command whose directory, environment and log are elsewhere.
 *
 * @param name empty if there is only one
 */
record Place(String name) {
  /** Nobody else has the store. */
  static final Place ONLY = new Place("");

  private static final int LONGEST = 180;
  private static final String BEHIND = ShellJobs.HANDLER + "@";

  /** One of several. */
  static Place named(String name) {
    Objects.requireNonNull(name, "place");
    if (name.isBlank()
        || name.length() > LONGEST
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "place must have 1 to " + LONGEST + " printable characters");
    }
    return new Place(name);
  }

  /** Where this command belongs; empty if it is no command of ours. */
  static Optional<Place> of(HandlerCall call) {
    if (call.handler().equals(ShellJobs.HANDLER)) {
      return Optional.of(ONLY);
    }
    return call.handler().startsWith(BEHIND)
        ? Optional.of(new Place(call.handler().substring(BEHIND.length())))
        : Optional.empty();
  }

  /** The name of the handler of those who are there. */
  String handler() {
    return name.isEmpty() ? ShellJobs.HANDLER : BEHIND + name;
  }
}
