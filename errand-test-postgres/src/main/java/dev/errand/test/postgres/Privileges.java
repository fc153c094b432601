package dev.errand.test.postgres;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL and PgBouncer refuse to run as root; in a user namespace of its own they do not know
 * that they are.
 */
final class Privileges {

  /** The command as it is, or what runs it so that it does not see that it is root. */
  static List<String> dropped(List<String> command) throws IOException, InterruptedException {
    return isRoot() ? asNobody(command) : command;
  }

  /** What runs the command in a user namespace without users. */
  static List<String> asNobody(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("unshare", "--user"));
    whole.addAll(command);
    return whole;
  }

  static boolean isRoot() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("id", "-u").start();
    try (var output = process.inputReader()) {
      boolean root = "0".equals(output.readLine());
      process.waitFor();
      return root;
    }
  }

  private Privileges() {}
}
