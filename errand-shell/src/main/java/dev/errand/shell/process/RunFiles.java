package dev.errand.shell.process;

import dev.errand.shell.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files of one run. Folders are 0700 and files 0600.
 *
 * @param folder {@code runs/<runId>}: output, pipes, tokens
 * @param record {@code ends/<runId>}, see {@link RunRecord}
 */
record RunFiles(Path folder, Path record) {

  /** Those of this run. */
  static RunFiles of(Path root, String runId) {
    return new RunFiles(root.resolve("runs").resolve(runId), ends(root).resolve(runId));
  }

  /** Where the records are. */
  static Path ends(Path root) {
    return root.resolve("ends");
  }

  /** Where the records are of those that wait for a run. */
  static Path standBys(Path root) {
    return root.resolve("standby");
  }

  /** Makes what all runs need. */
  static void createRoot(Path root) throws IOException {
    PrivateFiles.folders(root);
    PrivateFiles.folder(root.resolve("runs"));
    PrivateFiles.folder(ends(root));
    PrivateFiles.folder(standBys(root));
  }

  /** What the command prints, both streams. */
  Path output() {
    return folder.resolve("output.log");
  }

  /** The named pipe to its stdin. */
  Path stdin() {
    return folder.resolve("stdin");
  }

  /** The named pipe whose opening gives it end-of-file. */
  Path stdinEof() {
    return folder.resolve("stdin.eof");
  }

  /** The name of the token of an attempt to start. */
  static String token(int attempt) {
    return "started." + attempt;
  }

  /** Who took the token of an attempt. */
  enum Taken {
    /** A supervisor: the command began, or will in a moment, or its supervisor was killed. */
    BY_SUPERVISOR,
    /** We or another heir: that command never begins. */
    BY_HEIR
  }

  /**
   * Takes the token of an attempt, or says who was first. The token of an heir is a folder, that of
   * a supervisor a file; whichever is made first is in the way of the other.
   */
  Taken takeToken(int attempt) throws IOException {
    Path token = folder.resolve(token(attempt));
    try {
      Files.createDirectory(token);
      return Taken.BY_HEIR;
    } catch (FileAlreadyExistsException taken) {
      return Files.isDirectory(token) ? Taken.BY_HEIR : Taken.BY_SUPERVISOR;
    }
  }

  /** Deletes all of them. */
  void delete() throws IOException {
    Files.deleteIfExists(record);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (NoSuchFileException none) {
      // gone before
    } catch (DirectoryNotEmptyException others) {
      throw new IOException("somebody still writes into " + folder, others);
    }
  }
}
