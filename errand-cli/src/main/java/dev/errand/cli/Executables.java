package dev.errand.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds commands as the shell does: by path where the name has a slash, else in {@code PATH}. */
final class Executables {

  /** What looking for a command found. */
  sealed interface Lookup {}

  /**
   * It can be run.
   *
   * @param file the file that {@code exec} would take
   */
  record Found(Path file) implements Lookup {}

  /**
   * It cannot be run.
   *
   * @param why for people
   * @param exitCode {@link ExitCodes#NOT_EXECUTABLE} or {@link ExitCodes#NOT_FOUND}
   */
  record Missing(String why, int exitCode) implements Lookup {}

  private final List<String> path;

  /** Looks in this {@code PATH}. */
  Executables(Optional<String> path) {
    this.path = List.of(path.orElse("/usr/bin:/bin").split(":", -1));
  }

  /** Looks for a command. */
  Lookup find(String name) {
    if (name.isEmpty()) {
      return new Missing("the command is empty", ExitCodes.NOT_FOUND);
    }
    List<Path> candidates;
    try {
      candidates = name.indexOf('/') >= 0 ? List.of(Path.of(name)) : inPath(name);
    } catch (InvalidPathException unreadable) {
      return new Missing("command not found", ExitCodes.NOT_FOUND);
    }
    return first(candidates, file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .<Lookup>map(Found::new)
        .orElseGet(() -> missing(name, candidates));
  }

  private List<Path> inPath(String name) {
    // An empty entry means the working directory.
    return path.stream().map(entry -> Path.of(entry.isEmpty() ? "." : entry, name)).toList();
  }

  private static Missing missing(String name, List<Path> candidates) {
    boolean isPath = name.indexOf('/') >= 0;
    if (isPath && first(candidates, Files::isDirectory).isPresent()) {
      return new Missing("is a directory", ExitCodes.NOT_EXECUTABLE);
    }
    if (first(candidates, Files::isRegularFile).isPresent()) {
      return new Missing("is not executable", ExitCodes.NOT_EXECUTABLE);
    }
    if (isPath && first(candidates, Files::exists).isPresent()) {
      return new Missing("is not a program", ExitCodes.NOT_EXECUTABLE);
    }
    return new Missing(
        isPath ? "no such file or directory" : "command not found", ExitCodes.NOT_FOUND);
  }

  private static Optional<Path> first(List<Path> candidates, Predicate<Path> wanted) {
    return candidates.stream().filter(wanted).findFirst();
  }
}
