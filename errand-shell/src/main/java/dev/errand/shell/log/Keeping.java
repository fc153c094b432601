package dev.errand.shell.log;

import dev.errand.shell.os.Posix.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The keeping of one log: a look at it, now and then, and what follows. For one thread, but for
 * {@link #seen}.
 */
final class Keeping {
  /** What was seen last. */
  record Seen(long size, long grewAt) {}

  /**
   * How often an idle log is looked at. It must be seen before it has grown by some 250 MiB, at the
   * 2 GB/s or so that a machine writes to a file.
   */
  private static final long IDLE = Duration.ofMillis(100).toNanos();

  /** As often when the quota is so small that 100 ms of a busy printer would fill it. */
  private static final long IDLE_SMALL = Duration.ofMillis(25).toNanos();

  private static final long SMALL = 16L << 20;

  /** Most that print a lot begin with it: a new log is looked at more often. */
  private static final long NEW = Duration.ofSeconds(2).toNanos();

  private static final long IDLE_NEW = Duration.ofMillis(20).toNanos();

  private static final long SHORTEST = Duration.ofMillis(2).toNanos();

  /** A writer may print so long while we free something; it does not get stopped for less. */
  private static final long SHORT_RELEASE = Duration.ofMillis(50).toNanos();

  private final WatchedLog watched;
  private final LogFiles files;
  private final Puncher puncher;
  private final LongSupplier clock;
  private final Complaints complaints;
  private final Growth growth;
  private final Lever lever;
  private final Optional<Releasing> releasing;
  private final long idle;
  private final long began;
  private Optional<LogFile> file = Optional.empty();
  private boolean limitReached;
  private volatile Seen seen;

  Keeping(WatchedLog watched, Puncher puncher, LongSupplier clock) {
    this.watched = watched;
    this.files = new LogFiles(watched.folder());
    this.puncher = puncher;
    this.clock = clock;
    this.complaints = new Complaints(watched.folder());
    this.growth = new Growth(watched.quiet(), clock.getAsLong());
    this.lever = new Lever(files, watched.brake(), clock, complaints);
    this.releasing = watched.quota().map(quota -> new Releasing(files, quota, clock, complaints));
    this.idle =
        watched.quota().map(quota -> quota.bytes() < SMALL ? IDLE_SMALL : IDLE).orElse(IDLE);
    this.began = clock.getAsLong();
    this.seen = new Seen(0, began);
    watched.quota().ifPresent(this::writeDown);
  }

  /** Nobody writes any more. */
  void forgetQuota() {
    try {
      Files.deleteIfExists(files.quota());
    } catch (IOException e) {
      complaints.say("its quota cannot be forgotten", e);
    }
  }

  /** For the guard, which keeps the quota when we are gone. */
  private void writeDown(Quota quota) {
    try {
      String writer = watched.writer().map(it -> it.pid() + " " + it.start()).orElse("0 0");
      LogFiles.replace(files.quota(), quota.bytes() + " " + writer + " " + boot() + "\n");
    } catch (IOException e) {
      complaints.say("its quota cannot be written down", e);
    }
  }

  private static String boot() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /** What was seen last; from any thread. */
  Seen seen() {
    return seen;
  }

  /** Looks, does what is to be done now, and answers in how many nanoseconds to look again. */
  long look() {
    long now = clock.getAsLong();
    Optional<FileState> state = state();
    long next = releasing.isPresent() && now - began < NEW ? IDLE_NEW : idle;
    if (state.isPresent()) {
      takeDown(state.get(), now);
    }
    if (state.isPresent() && releasing.isPresent()) {
      next = Math.min(next, keep(state.get(), watched.quota().orElseThrow(), releasing.get()));
    } else {
      goOn();
    }
    if (lever.pulled()) {
      return next;
    }
    return Math.min(next, Math.max(SHORTEST, growth.call(now, complaints)));
  }

  /** A last look; then lets go of everything. */
  void end() {
    try {
      Optional<FileState> state = state();
      if (state.isPresent() && releasing.isPresent()) {
        Releasing middle = releasing.get();
        if (state.get().allocated() > watched.quota().orElseThrow().bytes()) {
          giveUp(middle, state.get());
        }
        while (middle.pending()) {
          file.ifPresent(middle::free);
        }
      }
    } finally {
      lever.release();
      file.ifPresent(LogFile::close);
      file = Optional.empty();
    }
  }

  private Optional<FileState> state() {
    if (file.isEmpty()) {
      file = LogFile.open(files, puncher);
    }
    return file.flatMap(LogFile::state);
  }

  private void takeDown(FileState state, long now) {
    if (growth.shrinksTo(state.size(), now)) {
      complaints.say("it was cut off by somebody");
      releasing.ifPresent(middle -> middle.cutTo(state.size()));
    }
    if (state.links() == 0) {
      complaints.say("it was deleted by somebody; its writer goes on, within the quota");
    }
    if (state.size() != seen.size()) {
      seen = new Seen(growth.size(), growth.grewAt());
    }
  }

  private long keep(FileState state, Quota quota, Releasing middle) {
    if (!middle.pending() && state.allocated() >= quota.nearlyFull()) {
      giveUp(middle, state);
    }
    if (middle.pending()) {
      double mayCome = growth.rate() * Math.max(SHORT_RELEASE, middle.took()) / 1e9;
      if (state.allocated() > quota.bytes() || state.allocated() + mayCome > quota.tooMuch()) {
        lever.pull();
      }
      file.ifPresent(middle::free);
      return 0;
    }
    if (middle.impossible() && state.allocated() >= quota.bytes()) {
      limit();
      return idle;
    }
    if (!limitReached) {
      goOn();
    }
    return pause(state, middle.impossible() ? quota.bytes() : quota.nearlyFull());
  }

  private void giveUp(Releasing middle, FileState state) {
    if (!middle.impossible()) {
      middle.giveUp(state);
    }
  }

  /** Nothing can be given up: the writer waits until it is ended. */
  private void limit() {
    lever.pull();
    if (!limitReached) {
      limitReached = true;
      complaints.running("what is called at the limit", watched.limitReached());
    }
  }

  private void goOn() {
    growth.stoppedFor(lever.release());
  }

  /** Half the time in which it may fill up, at the speed it has. */
  private long pause(FileState state, long level) {
    double left = Math.max(Quota.ALIGNMENT, level - state.allocated());
    double nanos = left / Math.max(1, growth.rate()) * 1e9 / 2;
    return Math.clamp((long) nanos, SHORTEST, idle);
  }
}
