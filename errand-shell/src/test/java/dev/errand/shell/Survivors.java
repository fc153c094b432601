package dev.errand.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds processes of runs by the cookie in their environment, independently of the code under test.
 */
final class Survivors {

  private Survivors() {}

  /** The numbers of all processes, zombies apart, of the runs that have a folder below this one. */
  static List<String> of(Path folder) {
    Set<String> cookies = new HashSet<>();
    try (Stream<Path> all =
        Files.find(folder, 4, (path, is) -> path.getParent().endsWith("ends"))) {
      all.forEach(end -> cookies.add("ERRAND_RUN_ID=" + end.getFileName()));
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes.forEach(process -> {
        try {
          String environment =
              Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
          if (Stream.of(environment.split("\0")).anyMatch(cookies::contains)) {
            found.add(
                process.getFileName()
                    + " "
                    + Files.readString(process.resolve("cmdline")).replace('\0', ' '));
          }
        } catch (IOException goneOrNotOurs) {
          // not one of those we look for
        }
      });
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
    return found;
  }
}
