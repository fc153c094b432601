package dev.errand.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds files of the repository from wherever a test runs. */
final class Repository {

  private Repository() {}

  static Path file(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests do not run inside the repository");
      }
    }
    return folder.resolve(name);
  }
}
