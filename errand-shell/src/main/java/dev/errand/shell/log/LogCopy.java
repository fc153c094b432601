package dev.errand.shell.log;

import dev.errand.spi.RunOutput;
import dev.errand.spi.RunOutput.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the copy of one log in a store up to date, a chunk at a time; reads the log by cursor and
 * remembers nothing of it. Of a long log the copy has the beginning and the end, and of one that
 * grows faster than chunks are written what is then its end. For one thread, but for {@link #end}.
 */
final class LogCopy {
  /** So much of the beginning always stays. */
  static final long HEAD = 128L << 10;

  /** So much of the end stays at least. */
  static final long TAIL = 896L << 10;

  /**
   * A chunk that is shorter is written again with what follows it, so that rows are not too many.
   */
  private static final int SHORT = 4 * 1024;

  private final LogFiles files;
  private final RunOutput output;
  private final RunOutput.Key run;
  private volatile boolean ended;

  /** How far the copy goes; null: the store is to be asked. */
  private @Nullable Extent copied;

  /** Whether the store has anything of it. */
  private boolean begun;

  /** Where the latest chunk begins, if it may be written again; else where the copy ends. */
  private long latest;

  LogCopy(Path folder, RunOutput output, RunOutput.Key run) {
    this.files = new LogFiles(folder);
    this.output = output;
    this.run = run;
  }

  /** What a look came to. */
  enum Look {
    /** There may be more later. */
    LATER,
    /** There is more now. */
    NOW,
    /** It is whole, or its run is forgotten. */
    DONE
  }

  /** Nobody writes to the log any more. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  /**
   * Writes the next chunk, if there is any.
   *
   * @throws dev.errand.StoreException if the store fails; what it has by then is found out at the
   *     next look
   * @throws IOException if the log is there and cannot be read
   */
  Look look() throws IOException {
    Extent before = copied == null ? ask() : copied;
    if (before.whole()) {
      return Look.DONE;
    }
    boolean over = ended; // before the size is read: what is there then is all
    if (begun && !over && files.output().toFile().length() <= before.size()) {
      return Look.LATER; // what most looks find, for one system call
    }
    Optional<OpenLog> opened = LogInFile.open(files);
    if (opened.isEmpty()) {
      return over ? write(before, wholeAt(before), before.size(), new byte[0], true) : Look.LATER;
    }
    try (OpenLog log = opened.get()) {
      return copy(log, before, over);
    }
  }

  private Extent ask() {
    Optional<Extent> there = output.read(run, 0, 0).extent();
    begun = there.isPresent();
    Extent extent = there.orElse(Extent.NOTHING);
    latest = extent.size();
    copied = extent;
    return extent;
  }

  private Look copy(OpenLog log, Extent before, boolean over) throws IOException {
    long size = log.size();
    // One that was cut off by somebody is copied on once it is longer than it was.
    long from = Math.min(begin(before, size), size);
    OpenLog.Piece piece = log.read(from, RunOutput.MOST);
    long next = Math.max(before.size(), piece.next());
    boolean atEnd = next >= piece.size();
    boolean news = next > before.size();
    if (!news && !(over && atEnd) && begun) {
      return Look.LATER;
    }
    Released gone = gone(before, piece.from(), next);
    Extent after = new Extent(next, gone.start(), gone.end(), over && atEnd);
    latest = piece.bytes().length < SHORT ? piece.from() : next;
    return write(before, after, piece.from(), news ? piece.bytes() : new byte[0], atEnd);
  }

  /** Where the next chunk begins: behind what nobody will want by then, if that is behind. */
  private long begin(Extent before, long size) {
    boolean hasHead = before.size() >= HEAD;
    return hasHead && size - TAIL > before.size() ? size - TAIL : latest;
  }

  /** What the copy lacks with a chunk that goes from one place to another. */
  private static Released gone(Extent before, long from, long to) {
    long start =
        before.goneTo() > before.goneFrom() ? before.goneFrom() : Math.min(HEAD, before.size());
    long end = Math.max(before.goneTo(), from > before.size() ? from : 0);
    end = Math.max(end, Quota.aligned(to - TAIL));
    return end > start ? new Released(start, end) : Released.NOTHING;
  }

  private static Extent wholeAt(Extent extent) {
    return new Extent(extent.size(), extent.goneFrom(), extent.goneTo(), true);
  }

  private Look write(Extent before, Extent after, long from, byte[] bytes, boolean atEnd) {
    copied = null; // until it is known to be there
    if (output.write(run, before.size(), after, from, bytes)) {
      copied = after;
      begun = true;
      return after.whole() ? Look.DONE : atEnd ? Look.LATER : Look.NOW;
    }
    return begun ? Look.NOW : Look.DONE;
  }
}
