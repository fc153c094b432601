package dev.errand.shell;

import dev.errand.shell.process.ArgumentLimits;
import dev.errand.shell.process.CannotStartException;
import dev.errand.shell.process.Launch;

/** What can be said of a command before it is registered. */
final class CommandCheck {

  private CommandCheck() {}

  /**
   * Refuses what no process can be given.
   *
   * @throws IllegalArgumentException which names the field and the rule
   */
  static void check(Command command) {
    Launch launch =
        new Launch(
            "check", command.argv(), command.directory(), command.environment(), command.stdin());
    try {
      ArgumentLimits.check(launch);
    } catch (CannotStartException tooLong) {
      throw new IllegalArgumentException(tooLong.getMessage(), tooLong);
    }
  }
}
