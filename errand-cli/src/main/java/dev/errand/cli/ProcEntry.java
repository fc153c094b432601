package dev.errand.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process as {@code /proc} shows it.
 *
 * @param pid its number
 * @param state its state, {@code Z} for a zombie
 * @param parent the number of its parent
 * @param session the number of its session
 */
record ProcEntry(long pid, char state, long parent, long session) {

  /** All processes there are. */
  static List<ProcEntry> all() {
    List<ProcEntry> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path folder : folders) {
        read(folder).ifPresent(all::add);
      }
    } catch (IOException noProc) {
      return List.of();
    }
    return all;
  }

  private static Optional<ProcEntry> read(Path folder) {
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name in parentheses may hold anything; the fields begin behind the last one.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new ProcEntry(
              Long.parseLong(folder.getFileName().toString()),
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[3])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether it has ended and only its parent has not noticed. */
  boolean isZombie() {
    return state == 'Z' || state == 'X';
  }

  /** Whether it was started with this {@code NAME=value}; false if we may not know. */
  boolean hasInEnvironment(String variable) {
    try {
      byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      String environment = new String(raw, StandardCharsets.ISO_8859_1);
      return environment.startsWith(variable + "\0")
          || environment.contains("\0" + variable + "\0");
    } catch (IOException notOurs) {
      return false;
    }
  }

  /** Sends it KILL or TERM; to be called at once, before its number can mean another process. */
  void signal(boolean kill) {
    var _ = ProcessHandle.of(pid).map(it -> kill ? it.destroyForcibly() : it.destroy());
  }
}
