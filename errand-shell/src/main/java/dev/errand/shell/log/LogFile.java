package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.Posix.FileState;
import java.util.Optional;

/**
 * A log held open by the keeper: so its disk use is kept also when somebody has deleted its name
 * while the writer goes on. For one thread.
 */
final class LogFile implements AutoCloseable {
  private final int descriptor;
  private final Puncher puncher;

  private LogFile(int descriptor, Puncher puncher) {
    this.descriptor = descriptor;
    this.puncher = puncher;
  }

  /** Opens it; nothing if it is not there yet. */
  static Optional<LogFile> open(LogFiles files, Puncher puncher) {
    int descriptor = Posix.openFile(files.output());
    return descriptor < 0 ? Optional.empty() : Optional.of(new LogFile(descriptor, puncher));
  }

  Optional<FileState> state() {
    return Posix.stateOf(descriptor);
  }

  /** 0, or the negative errno. */
  int punch(long from, long length) {
    int result;
    do {
      result = puncher.punch(descriptor, from, length);
    } while (result == -Posix.EINTR);
    return result;
  }

  @Override
  public void close() {
    Posix.close(descriptor);
  }
}
