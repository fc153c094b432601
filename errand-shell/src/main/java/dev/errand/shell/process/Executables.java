package dev.errand.shell.process;

import dev.errand.shell.process.CannotStartException.Reason;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds commands as the shell does: by path where the name has a slash, else in {@code PATH}. */
final class Executables {
  /** Where to look if nobody said it. */
  static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final List<String> path;
  private final Path directory;

  /**
   * Looks in this {@code PATH}.
   *
   * @param directory what relative paths begin at
   */
  Executables(Optional<String> path, Path directory) {
    this.path = List.of(path.orElse(DEFAULT_PATH).split(":", -1));
    this.directory = directory;
  }

  /**
   * The file that {@code exec} would take.
   *
   * @throws CannotStartException if there is none: {@code NOT_FOUND} or {@code NOT_EXECUTABLE}
   */
  Path find(String name) throws CannotStartException {
    if (name.isEmpty()) {
      throw new CannotStartException(Reason.NOT_FOUND, "the command is empty");
    }
    List<Path> candidates = candidates(name);
    Optional<Path> found =
        first(candidates, file -> Files.isRegularFile(file) && Files.isExecutable(file));
    if (found.isPresent()) {
      return found.get();
    }
    throw missing(name, candidates);
  }

  private List<Path> candidates(String name) throws CannotStartException {
    try {
      // An empty entry means the working directory.
      return name.indexOf('/') >= 0
          ? List.of(directory.resolve(name))
          : path.stream().map(entry -> directory.resolve(entry).resolve(name)).toList();
    } catch (InvalidPathException unreadable) {
      throw new CannotStartException(Reason.NOT_FOUND, name + ": command not found");
    }
  }

  private static CannotStartException missing(String name, List<Path> candidates) {
    boolean isPath = name.indexOf('/') >= 0;
    if (isPath && first(candidates, Files::isDirectory).isPresent()) {
      return new CannotStartException(Reason.NOT_EXECUTABLE, name + ": is a directory");
    }
    if (first(candidates, Files::isRegularFile).isPresent()) {
      return new CannotStartException(Reason.NOT_EXECUTABLE, name + ": is not executable");
    }
    if (isPath && first(candidates, Files::exists).isPresent()) {
      return new CannotStartException(Reason.NOT_EXECUTABLE, name + ": is not a program");
    }
    return new CannotStartException(
        Reason.NOT_FOUND, name + (isPath ? ": no such file or directory" : ": command not found"));
  }

  private static Optional<Path> first(List<Path> candidates, Predicate<Path> wanted) {
    return candidates.stream().filter(wanted).findFirst();
  }
}
