package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process from the same store: a lock of the operating system on a file beside it,
 * which ends with the process, however that ends. Not on the store's own file: SQLite's locks there
 * would go with it.
 */
final class StoreLock implements AutoCloseable {
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * The lock of this store.
   *
   * @throws StoreException if somebody has it
   */
  static StoreLock take(Path store) {
    Path file = store.resolveSibling(store.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        String holder = Files.readString(file).strip();
        channel.close();
        throw new StoreException(
            "store %s is in use by process %s. Two processes cannot share it: end that one, or use another file"
                .formatted(store, holder.isEmpty() ? "(unknown)" : holder),
            false,
            null);
      }
      channel.truncate(0);
      int unused =
          channel.write(
              ByteBuffer.wrap(
                  (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new StoreLock(channel);
    } catch (IOException why) {
      throw new StoreException(
          "store " + store + " cannot be locked: " + reason(why, file), false, why);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException mine) {
      return false;
    }
  }

  private static String reason(IOException why, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && !Files.isDirectory(folder)
        ? "there is no folder " + folder
        : why.getClass().getSimpleName() + " at " + why.getMessage();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
