package dev.errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the files of one measurement, which goes with it. It is made in the folder {@code
 * -Derrand.bench.dir}, or in {@code target} of the working directory: both sides write to the same
 * disk, and it must be one.
 */
public final class BenchFolder implements AutoCloseable {
  static final String PROPERTY = "errand.bench.dir";

  private final Path folder;

  /** Makes it. */
  public BenchFolder() throws IOException {
    Path parent = Path.of(System.getProperty(PROPERTY, "target")).toAbsolutePath();
    Files.createDirectories(parent);
    if (disk(parent).endsWith("tmpfs")) {
      throw new IllegalStateException(
          parent + " is in memory; name a folder on a disk with -D" + PROPERTY);
    }
    folder = Files.createTempDirectory(parent, "errand-bench-");
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  Path file() {
    return folder.resolve("jobs.db");
  }

  /** The bytes of the file and of the log beside it. */
  List<Long> sizes() throws IOException {
    Path log = folder.resolve("jobs.db-wal");
    return List.of(Files.size(file()), Files.exists(log) ? Files.size(log) : 0);
  }

  /** Where that is and on what kind of file system, for people. */
  String describe() throws IOException {
    return folder.getParent() + " on " + disk(folder);
  }

  private static String disk(Path folder) throws IOException {
    return Files.getFileStore(folder).name() + ", " + Files.getFileStore(folder).type();
  }

  /** Deletes it with all that is in it. */
  @Override
  public void close() {
    delete(folder);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
