package dev.errand.cli;

import dev.errand.cli.console.Output;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogPage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Copies what a job prints from its log to stdout, as it comes, on a thread of its own. The job
 * never waits for the reader of stdout, only the copying does.
 */
final class LogCopier {
  private static final Duration SHORTEST_NAP = Duration.ofMillis(2);
  private static final Duration LONGEST_NAP = Duration.ofMillis(40);

  private final LogFollower log;
  private final Output output;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<String> failure = Optional.empty();
  private volatile long skipped;

  private LogCopier(JobLog log, Output output) {
    this.log = log.follow(0);
    this.output = output;
  }

  /** Begins to copy. */
  static LogCopier start(JobLog log, Output output) {
    LogCopier copier = new LogCopier(log, output);
    // A daemon: a reader of stdout that neither reads nor leaves must not keep errand from exiting.
    Thread.ofPlatform().daemon().name("errand-output").start(copier::copy);
    return copier;
  }

  /** The job has settled: what is in the log now is all, and there is no need to wait for more. */
  void jobHasSettled() {
    settled.countDown();
  }

  /** Waits until all is copied, for as long as stdout takes. */
  void awaitAll() throws InterruptedException {
    ended.await();
  }

  /** Waits until all is copied, but no longer than this. */
  void await(Duration atMost) throws InterruptedException {
    var _ = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why output did not get to stdout although somebody wanted it. */
  Optional<String> failure() {
    if (output.failure().isPresent()) {
      return output.failure();
    }
    return skipped > 0
        ? Optional.of(
            skipped
                + " bytes of the middle were skipped: stdout was slower than the job by more than"
                + " its log may hold")
        : failure;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  private void copy() {
    try {
      Duration nap = SHORTEST_NAP;
      while (output.isOpen()) {
        LogPage page = log.next(Duration.ZERO);
        if (page.length() > 0) {
          output.write(page.bytes(), page.length());
          nap = SHORTEST_NAP;
        }
        skipped += page.skipped();
        if (page.complete()) {
          return;
        }
        if (page.length() == 0) {
          var _ = settled.await(nap.toMillis(), TimeUnit.MILLISECONDS);
          nap = shorter(nap.multipliedBy(2), LONGEST_NAP);
        }
      }
    } catch (UncheckedIOException unreadable) {
      failure = Optional.of(String.valueOf(unreadable.getMessage()));
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
