package dev.errand.daemon.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file that one process at a time has locked; the kernel unlocks it whenever that one ends. */
public final class DaemonLock implements AutoCloseable {
  private final FileChannel channel;

  private DaemonLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock; empty if another process has it. */
  public static Optional<DaemonLock> tryTake(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new DaemonLock(channel));
      }
    } catch (OverlappingFileLockException ours) {
      // another part of this process has it
    }
    channel.close();
    return Optional.empty();
  }

  /** The lock, as soon as nobody else has it. */
  public static DaemonLock take(Path file) throws IOException {
    FileChannel channel = open(file);
    var _ = channel.lock();
    return new DaemonLock(channel);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException unlocked) {
      // closing unlocks, whatever else fails
    }
  }
}
