package dev.errand.cli;

import dev.errand.cli.client.Client;
import dev.errand.cli.client.McpBridge;
import dev.errand.cli.client.Training;
import dev.errand.cli.console.Messages;
import dev.errand.cli.local.LocalMain;

/**
 * Where {@code errand} begins. What it is about decides who does it: the daemon, by way of the thin
 * client, or this JVM.
 */
public final class Main {
  /** Set to {@code true} by the launcher: a run whose classes are to be recorded. */
  private static final String TRAIN = "errand.train";

  private Main() {}

  /** Does what the arguments say and exits with the code of {@link ExitCodes}. */
  public static void main(String[] args) {
    System.exit(codeOf(args));
  }

  private static int codeOf(String[] args) {
    try {
      if (Boolean.getBoolean(TRAIN)) {
        return Training.run(args);
      }
      if (isMcp(args)) {
        return McpBridge.run(args);
      }
      if (isLocal(args)) {
        return LocalMain.run(args);
      }
      return Client.run(args);
    } catch (Throwable failure) {
      // A stack trace would tell the user nothing; the kind of failure is for the bug report.
      new Messages(System.err).say("internal error: " + failure);
      return 125;
    }
  }

  private static boolean isMcp(String[] args) {
    return args.length > 0
        && args[0].equals("mcp")
        && !(args.length == 2 && (args[1].equals("--help") || args[1].equals("-h")));
  }

  private static boolean isLocal(String[] args) {
    if (args.length == 0) {
      return true;
    }
    return switch (args[0]) {
      case "daemon",
          "help",
          "--help",
          "-h",
          "--version",
          "-V",
          "doctor",
          "completion",
          "man",
          "mcp" ->
          true;
      default -> false;
    };
  }
}
