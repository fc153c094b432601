package dev.errand.shell.process;

import java.util.List;

/** Names of the signals by their numbers on Linux (x86, ARM, RISC-V). */
public final class Signals {
  static final int HUP = 1;
  static final int INT = 2;
  static final int KILL = 9;
  static final int TERM = 15;
  static final int CONT = 18;
  static final int STOP = 19;

  private static final int HIGHEST = 64;
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * {@code KILL} for 9; the number itself for a signal without a name, such as the real-time ones.
   */
  public static String name(int number) {
    return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : Integer.toString(number);
  }

  /**
   * The number of a signal: for {@code KILL}, {@code SIGKILL} and {@code 9} it is 9.
   *
   * @throws IllegalArgumentException if there is no such signal
   */
  public static int number(String name) {
    int index = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
    if (index >= 0) {
      return index + 1;
    }
    if (name.matches("\\d{1,2}")) {
      int number = Integer.parseInt(name);
      if (number >= 1 && number <= HIGHEST) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "there is no signal "
            + name
            + "; use a name such as TERM or INT, or a number from 1 to 64");
  }
}
