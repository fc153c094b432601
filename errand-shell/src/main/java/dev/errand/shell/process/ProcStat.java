package dev.errand.shell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process as {@code /proc/…/stat} shows it.
 *
 * @param id which one
 * @param state its state, {@code Z} for a zombie, {@code T} if it is stopped
 * @param parent the number of its parent
 * @param session the number of its session
 */
record ProcStat(ProcessId id, char state, long parent, long session) {
  private static final int START_TIME = 19; // the 22nd, counted from behind the name

  /** That process, if there is one. */
  static Optional<ProcStat> of(long pid) {
    try {
      return parse(ProcFiles.read(Path.of("/proc", Long.toString(pid), "stat")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Reads such a line; empty if it is none. */
  static Optional<ProcStat> parse(String line) {
    // The name in parentheses may hold anything; the fields begin behind the last one.
    int open = line.indexOf(" (");
    int close = line.lastIndexOf(") ");
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 2).strip().split(" ", START_TIME + 2);
    if (fields.length <= START_TIME || fields[0].length() != 1) {
      return Optional.empty();
    }
    try {
      ProcessId id =
          new ProcessId(
              Long.parseLong(line.substring(0, open)), Long.parseLong(fields[START_TIME]));
      return Optional.of(
          new ProcStat(
              id, fields[0].charAt(0), Long.parseLong(fields[1]), Long.parseLong(fields[3])));
    } catch (NumberFormatException garbled) {
      return Optional.empty();
    }
  }

  static Optional<ProcStat> parse(byte[] line) {
    return parse(new String(line, StandardCharsets.ISO_8859_1));
  }

  /** Whether it has ended and only its parent has not noticed. */
  boolean isZombie() {
    return state == 'Z' || state == 'X';
  }

  /** Whether it is stopped. */
  boolean isStopped() {
    return state == 'T';
  }
}
