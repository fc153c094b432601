package dev.errand.shell.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of one run that have to do with its output, by name.
 *
 * @param folder the folder of the run
 */
record LogFiles(Path folder) {

  /** What the command prints, both streams. */
  Path output() {
    return folder.resolve("output.log");
  }

  /** Which part of the output was given up: see {@link Released}. */
  Path released() {
    return folder.resolve("released");
  }

  /** Stands here when the output was removed as a whole: see {@link LogBudget}. */
  Path removed() {
    return folder.resolve("removed");
  }

  /** How many bytes of disk the output may use, and who writes it; for the guard. */
  Path quota() {
    return folder.resolve("quota");
  }

  /** Stands here while the writer is stopped, so that whoever comes after us lets it go on. */
  Path braked() {
    return folder.resolve("braked");
  }

  /** Writes a small file so that a reader sees the old text or the new one and nothing between. */
  static void replace(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, text.getBytes(StandardCharsets.US_ASCII));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
