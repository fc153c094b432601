package dev.errand.cli.local;

import dev.errand.cli.InProcess;
import dev.errand.cli.console.Messages;

/** Where commands begin that need no daemon. */
public final class LocalMain {
  private static final int OWN_FAILURE = 125;

  private LocalMain() {}

  /** Does what the arguments say and returns the exit code. */
  public static int run(String[] args) {
    String first = args.length == 0 ? "" : args[0];
    return switch (first) {
      case "daemon", "doctor", "completion", "mcp" -> {
        new Messages(System.err).say("'" + first + "' is not there yet");
        yield OWN_FAILURE;
      }
      default -> InProcess.run(args);
    };
  }
}
