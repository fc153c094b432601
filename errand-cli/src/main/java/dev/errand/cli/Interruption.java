package dev.errand.cli;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C, TERM and HUP: the person wants the job to stop, so it is cancelled, and Errand leaves
 * when its processes are gone and the end has been said. The JVM itself then exits with 128 and the
 * signal's number.
 *
 * <p>It is a shutdown hook and not a signal handler, so that it works where a signal was ignored
 * from the beginning ({@code nohup}), and for every way in which a JVM ends but KILL.
 */
final class Interruption implements AutoCloseable {
  private static final long OPENING_SECONDS = 5;
  private static final long SAYING_SO_SECONDS = 2;

  private final CompletableFuture<Workplace> workplace = new CompletableFuture<>();
  private final CountDownLatch reported = new CountDownLatch(1);

  private Interruption() {}

  /** From now on until it is closed, a signal ends the work, also while its place is opened. */
  static Interruption prepared() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(interruption::cancelAndWait, "errand-interrupted"));
    return interruption;
  }

  /** This is what a signal ends. */
  void ends(Workplace place) {
    workplace.complete(place);
  }

  /** The end has been reported. The hook stays, and finds nothing left to do. */
  @Override
  public void close() {
    workplace.cancel(false);
    reported.countDown();
  }

  private void cancelAndWait() {
    if (reported.getCount() == 0) {
      return;
    }
    try (Workplace place = workplace.get(OPENING_SECONDS, TimeUnit.SECONDS)) {
      AsyncJobManager manager = place.shell().manager();
      var _ = manager.cancelAll(CancelledBy.PERSON, JobFilter.all());
      // Closing also refuses a job that the main thread is just about to register.
      boolean gone = manager.close(RunCommand.CLOSE_TIMEOUT).unsettled().isEmpty();
      var _ = gone && reported.await(SAYING_SO_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException nothingBegan) {
      // and so there is nothing to end
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt();
    }
  }
}
