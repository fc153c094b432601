package dev.errand.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a series leaves its files: under {@code target}, until the next time. */
record Folder(Path root) {

  /** An empty one. */
  static Folder fresh(String name) throws IOException {
    Folder folder = new Folder(Path.of("target", "crash", name).toAbsolutePath());
    empty(folder.root);
    Files.createDirectories(folder.temporary());
    return folder;
  }

  /** What all lives work on. */
  Path store() {
    return root.resolve("errand.db");
  }

  /** What drivers write to their standard error. */
  Path errors() {
    return root.resolve("errors.txt");
  }

  /** All that was said, line by line. */
  Path evidence() {
    return root.resolve("evidence.txt");
  }

  Path counts() {
    return root.resolve("counts.md");
  }

  /**
   * For the SQLite driver, which unpacks a megabyte in each life and cannot delete it if killed.
   */
  Path temporary() {
    return root.resolve("temporary");
  }

  void emptyTemporary() throws IOException {
    empty(temporary());
    Files.createDirectories(temporary());
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> leavesFirst = files.sorted(Comparator.reverseOrder()).toList();
        leavesFirst.forEach(Folder::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
