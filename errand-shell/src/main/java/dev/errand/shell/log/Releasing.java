package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.Posix.FileState;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Gives up the middle of one log, piece by piece, so that other logs are not kept waiting. For one
 * thread.
 *
 * <p>The order is: write down which part is given up, then free it. Whatever happens in between, no
 * reader takes what is being freed for output, and who comes next frees the rest.
 */
final class Releasing {
  private static final long PIECE = 16L << 20;

  /** Less than this is not worth it. */
  private static final long LEAST = Quota.ALIGNMENT;

  /** File systems free whole blocks; the last block of the hole before may have been cut. */
  private static final long AGAIN = 1L << 20;

  private final LogFiles files;
  private final Quota quota;
  private final LongSupplier clock;
  private final Complaints complaints;

  private Released released;

  /** Up to here it is freed. */
  private long freed;

  private long began;
  private long took;
  private boolean impossible;

  Releasing(LogFiles files, Quota quota, LongSupplier clock, Complaints complaints) {
    this.files = files;
    this.quota = quota;
    this.clock = clock;
    this.complaints = complaints;
    Released before = Released.NOTHING;
    try {
      before = Released.read(files);
    } catch (IOException e) {
      complaints.say("which part was given up before cannot be read", e);
      impossible = true;
    }
    released = before;
    // Whoever wrote this down may not have come to free it.
    freed = before.start();
  }

  /** Whether there is a part that is given up and not yet freed. */
  boolean pending() {
    return !impossible && freed < released.end();
  }

  /** Whether nothing can be given up. */
  boolean impossible() {
    return impossible;
  }

  /** How long the last part took to free, in nanoseconds. */
  long took() {
    return took;
  }

  /** Gives up all but the beginning and the end, if that is worth it. */
  void giveUp(FileState state) {
    long start = released.length() == 0 ? quota.head() : released.start();
    long end = Quota.aligned(state.size() - quota.tail());
    if (end - Math.max(start, released.end()) < LEAST) {
      return;
    }
    Released more = new Released(start, end);
    if (state.links() > 0) {
      try {
        more.write(files);
      } catch (IOException e) {
        complaints.say("which part is given up cannot be written down, so nothing is", e);
        impossible = true;
        return;
      }
    } // else nobody can read it any more
    freed = released.length() == 0 ? start : Math.max(start, released.end() - AGAIN);
    released = more;
    began = clock.getAsLong();
  }

  /** Frees the next piece. */
  void free(LogFile file) {
    long length = Math.min(PIECE, released.end() - freed);
    int result = file.punch(freed, length);
    if (result == 0) {
      freed += length;
      took = clock.getAsLong() - began;
      return;
    }
    impossible = true;
    if (result == -Posix.EOPNOTSUPP) {
      complaints.say("this file system cannot free the middle of a file");
      nothingIsGone();
    } else {
      complaints.say("freeing its middle failed with errno " + -result);
    }
  }

  /** Somebody cut the log off: what was given up may not be there any more. */
  void cutTo(long size) {
    if (released.end() > size) {
      released = released.within(size);
      freed = Math.min(freed, released.end());
      try {
        released.write(files);
      } catch (IOException e) {
        complaints.say("that it was cut off cannot be written down", e);
      }
    }
  }

  /** On such a file system nothing has ever been freed. */
  private void nothingIsGone() {
    released = Released.NOTHING;
    try {
      released.write(files);
    } catch (IOException e) {
      complaints.say("that nothing was given up cannot be written down", e);
    }
  }
}
