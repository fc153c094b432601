package dev.errand.shell.log;

import dev.errand.StoreException;
import dev.errand.spi.RunOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Copies what runs print into a store, so that it can be read on other machines (contract K3). One
 * virtual thread for all: it writes a chunk at a time, of a run that goes on one each 250 ms, and
 * nobody waits for it. While the store fails it tries again each second, and goes on from where the
 * store is.
 *
 * <p>Thread-safe. What is not whole when it is closed, the next one completes.
 */
public final class LogCopier implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.errand.shell");
  private static final long BETWEEN_LOOKS = Duration.ofMillis(250).toNanos();
  private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
  private static final Duration TO_CLOSE = Duration.ofSeconds(2);

  /** A copy takes so many chunks at most; of a log that still grows the rest waits for its turn. */
  private static final int CHUNKS = (int) ((LogCopy.HEAD + LogCopy.TAIL) / RunOutput.MOST) + 2;

  private final RunOutput output;
  private final Path runs;
  private final String handler;
  private final Map<RunOutput.Key, LogCopy> copies = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("errand-log-copier").unstarted(this::run);
  private volatile boolean closed;

  // Only the thread touches these.
  private boolean hasLeftovers = true;
  private int failures;

  private LogCopier(RunOutput output, Path runs, String handler) {
    this.output = output;
    this.runs = runs;
    this.handler = handler;
  }

  /**
   * Starts one; it first completes what the one before has left.
   *
   * @param output where the copies are
   * @param runs the folder with a folder for each run
   * @param handler whose runs have their folders there, and nobody else's
   */
  public static LogCopier start(RunOutput output, Path runs, String handler) {
    LogCopier copier = new LogCopier(output, runs, handler);
    copier.thread.start();
    return copier;
  }

  /** A run goes on: from now on what it prints is copied. */
  public void begin(RunOutput.Key run) {
    copies.computeIfAbsent(run, key -> new LogCopy(runs.resolve(key.runId()), output, key));
    LockSupport.unpark(thread);
  }

  /** A run is over, and all that it has printed is there: the rest of it is copied at once. */
  public void end(RunOutput.Key run) {
    LogCopy copy = copies.get(run);
    if (copy != null) {
      copy.end();
      LockSupport.unpark(thread);
    }
  }

  /** A run goes on, and another copier with it. */
  public void leave(RunOutput.Key run) {
    copies.remove(run);
  }

  private void run() {
    while (!closed) {
      long began = System.nanoTime();
      try {
        takeLeftovers();
        copies.forEach(this::look);
        failures = 0;
        rest(began + BETWEEN_LOOKS);
      } catch (StoreException down) {
        say(down);
        restUntil(began + AFTER_FAILURE);
      }
    }
  }

  private void takeLeftovers() {
    if (hasLeftovers) {
      for (RunOutput.Key run : output.unfinished(handler)) {
        begin(run);
        end(run);
      }
      hasLeftovers = false;
    }
  }

  /** Until the next look; those who end are not kept waiting. */
  private void rest(long until) {
    do {
      copies.entrySet().stream()
          .filter(entry -> entry.getValue().hasEnded())
          .forEach(entry -> finish(entry.getKey(), entry.getValue()));
      if (copies.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, until - System.nanoTime());
      }
    } while (!closed && !copies.isEmpty() && System.nanoTime() - until < 0);
  }

  private void restUntil(long until) {
    while (!closed && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(this, until - System.nanoTime());
    }
  }

  private void finish(RunOutput.Key run, LogCopy copy) {
    for (int chunk = 0; chunk < CHUNKS && look(run, copy) == LogCopy.Look.NOW; chunk++) {
      // the next one
    }
  }

  private LogCopy.Look look(RunOutput.Key run, LogCopy copy) {
    LogCopy.Look look = LogCopy.Look.DONE;
    if (!closed) {
      try {
        look = copy.look();
      } catch (IOException | RuntimeException failed) {
        if (failed instanceof StoreException down) {
          throw down;
        }
        LOG.log(Level.WARNING, "The output of " + run.id() + " is not copied any more", failed);
      }
      if (look == LogCopy.Look.DONE) {
        copies.remove(run);
      }
    }
    return look;
  }

  /** Once for each outage; not if it is over at once, nor if the store is just being closed. */
  private void say(StoreException down) {
    failures++;
    if (failures == 2) {
      LOG.log(Level.WARNING, "What commands print is not copied to the store now", down);
    }
  }

  /** Stops; waits two seconds at most for what is being written. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      var _ = thread.join(TO_CLOSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
