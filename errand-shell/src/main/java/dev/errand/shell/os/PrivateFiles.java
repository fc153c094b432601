package dev.errand.shell.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders and files that only this user can read. */
public final class PrivateFiles {
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFiles() {}

  /** Makes a folder, and those above it; one that is there stays as it is. */
  public static void folders(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
  }

  /**
   * Makes a folder, unless it is there.
   *
   * @throws FileAlreadyExistsException if it is there, and no folder
   */
  public static void folder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, FOLDER);
    } catch (FileAlreadyExistsException before) {
      if (!Files.isDirectory(folder)) {
        throw before;
      }
    }
  }

  /** Makes an empty file, unless it is there. */
  public static void file(Path file) throws IOException {
    try {
      Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException before) {
      // as it is
    }
  }

  /**
   * Makes a file with this in it.
   *
   * @throws FileAlreadyExistsException if it is there
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
