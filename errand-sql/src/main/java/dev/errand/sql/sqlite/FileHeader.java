package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Looks at the first bytes of a file before SQLite does, which would change a database of another
 * program merely by opening it.
 */
final class FileHeader {
  /** "Erra": the application id of our files, at offset 68 of the header. */
  static final int APPLICATION_ID = 0x45727261;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APPLICATION_ID_OFFSET = 68;
  private static final int LENGTH = 100;

  private FileHeader() {}

  /** Refuses a file that is there and is not one of ours. */
  static void check(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "is a folder");
    }
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(LENGTH);
    } catch (NoSuchFileException none) {
      return;
    } catch (IOException why) {
      throw new StoreException("store " + file + " cannot be read: " + why, false, why);
    }
    if (header.length == 0) {
      return;
    }
    if (header.length < LENGTH || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refused(file, "is not an SQLite database");
    }
    if (ByteBuffer.wrap(header).getInt(APPLICATION_ID_OFFSET) != APPLICATION_ID) {
      throw refused(file, "is a database of another program");
    }
  }

  private static StoreException refused(Path file, String why) {
    return new StoreException(
        "store " + file + " " + why + ". It was not touched; choose another file", false, null);
  }
}
