package dev.errand.crash;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Another version of the library, built somewhere else: every second life of a fleet is of that
 * one, if the system property {@code errand.fleet.neighbour} names its folder (contract K5).
 */
final class Neighbour {
  private static final String FOLDER = System.getProperty("errand.fleet.neighbour", "");

  private Neighbour() {}

  static boolean isThere() {
    return !FOLDER.isEmpty();
  }

  /** What this life is made of. */
  static String classPath(LifePlan plan) {
    String own = System.getProperty("java.class.path");
    if (!isThere() || !plan.isShared() || plan.life() % 2 == 0) {
      return own;
    }
    return Arrays.stream(own.split(File.pathSeparator))
        .map(Neighbour::theirs)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String theirs(String entry) {
    for (String module : new String[] {"errand-core", "errand-sql"}) {
      if (entry.contains("/" + module + "/target/")) {
        Path classes = Path.of(FOLDER, module, "target", "classes");
        if (!Files.isDirectory(classes)) {
          throw new IllegalStateException("no other version is built in " + classes);
        }
        return classes.toString();
      }
    }
    return entry;
  }
}
