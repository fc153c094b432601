package dev.errand.shell.process;

import dev.errand.shell.process.CannotStartException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Linux passes to a program: 128 KiB for each string; all together depend on the stack limit.
 */
public final class ArgumentLimits {
  private static final int LONGEST = 32 * 4096 - 1; // MAX_ARG_STRLEN, with the null at the end
  private static final int BYTES_PER_CHAR = 3;

  private ArgumentLimits() {}

  /**
   * Refuses strings that are too long, each for itself.
   *
   * @throws CannotStartException that says which
   */
  public static void check(Launch launch) throws CannotStartException {
    List<String> argv = launch.argv();
    for (int i = 0; i < argv.size(); i++) {
      check(i == 0 ? "the command" : "argument " + i, "", argv.get(i));
    }
    for (var variable : launch.environment().entrySet()) {
      check(
          "the environment variable " + variable.getKey(),
          variable.getKey() + EnvironmentPlan.ALIAS, // the name it has on the way
          variable.getValue());
    }
  }

  private static void check(String what, String name, String value) throws CannotStartException {
    if ((name.length() + value.length()) * (long) BYTES_PER_CHAR < LONGEST) {
      return;
    }
    long bytes = bytes(name) + bytes(value) + (name.isEmpty() ? 0 : 1);
    if (bytes > LONGEST) {
      throw new CannotStartException(
          Reason.TOO_LONG,
          what
              + " has "
              + bytes
              + " bytes; Linux passes at most "
              + LONGEST
              + ". Put it in a file or send it to stdin.");
    }
  }

  /** About how much the system has to pass for this launch, and not less. */
  static long bytes(Launch launch) {
    long characters = 0;
    long strings = 0;
    for (String argument : launch.argv()) {
      characters += argument.length();
      strings++;
    }
    for (var variable : launch.environment().entrySet()) {
      characters += variable.getKey().length() + variable.getValue().length() + 1L;
      strings++;
    }
    return characters * BYTES_PER_CHAR + strings * (Long.BYTES + 1);
  }

  /** For what the system refused as a whole. */
  static CannotStartException tooMuch(Launch launch) {
    long arguments = launch.argv().stream().mapToLong(it -> bytes(it) + 1).sum();
    long environment =
        launch.environment().entrySet().stream()
            .mapToLong(it -> bytes(it.getKey()) + bytes(it.getValue()) + 2)
            .sum();
    return new CannotStartException(
        Reason.TOO_LONG,
        "the arguments ("
            + arguments
            + " bytes) and the environment ("
            + environment
            + " bytes) are too much together; Linux passes a quarter of the stack limit (ulimit"
            + " -s), usually 2 MiB. Put some in a file or send it to stdin.");
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
