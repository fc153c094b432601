package dev.errand.cli;

import java.util.List;

/** Names of the signals by their numbers on Linux (x86, ARM, RISC-V). */
final class Signals {
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * {@code KILL} for 9; the number itself for a signal without a name, such as the real-time ones.
   */
  static String name(int number) {
    return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : Integer.toString(number);
  }

  /** The number for which {@link #name} gives this name. */
  static int number(String name) {
    int index = NAMES.indexOf(name);
    return index >= 0 ? index + 1 : Integer.parseInt(name);
  }
}
