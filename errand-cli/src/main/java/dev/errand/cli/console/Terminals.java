package dev.errand.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of our streams are terminals, found out without native code. How large the terminal is only
 * the launcher can ask; it passes that on as {@code -Derrand.terminal=COLUMNSxROWS}.
 *
 * @param columns of the terminal, 0 if unknown
 * @param rows of the terminal, 0 if unknown
 */
public record Terminals(boolean stdin, boolean stdout, boolean stderr, int columns, int rows) {
  private static final String SIZE = "errand.terminal";

  /** Ours. */
  public static Terminals ours() {
    String size = System.getProperty(SIZE, "");
    int times = size.indexOf('x');
    return new Terminals(
        isTerminal(0),
        isTerminal(1),
        isTerminal(2),
        times < 0 ? 0 : number(size.substring(0, times)),
        times < 0 ? 0 : number(size.substring(times + 1)));
  }

  private static boolean isTerminal(int stream) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd/", Integer.toString(stream))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException closed) {
      return false;
    }
  }

  private static int number(String digits) {
    try {
      return Math.max(0, Integer.parseInt(digits));
    } catch (NumberFormatException unknown) {
      return 0;
    }
  }
}
