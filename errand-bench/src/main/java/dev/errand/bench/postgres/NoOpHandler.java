package dev.errand.bench.postgres;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** Counts the jobs that have run, and knows when the first one did. */
public final class NoOpHandler implements JobRequestHandler<NoOpRequest> {
  private static final long NOT_YET = Long.MIN_VALUE;

  private final CountDownLatch left;
  private final AtomicLong firstAt = new AtomicLong(NOT_YET);

  NoOpHandler(int jobs) {
    left = new CountDownLatch(jobs);
  }

  @Override
  public void run(NoOpRequest request) {
    if (firstAt.get() == NOT_YET) {
      firstAt.compareAndSet(NOT_YET, System.nanoTime());
    }
    left.countDown();
  }

  /** When the first job began, by the clock of {@link System#nanoTime}. */
  long firstAt() {
    return firstAt.get();
  }

  /** Returns when all have run. */
  void await(long seconds) throws InterruptedException {
    if (!left.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " jobs have not run");
    }
  }
}
