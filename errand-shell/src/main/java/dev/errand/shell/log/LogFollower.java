package dev.errand.shell.log;

import java.time.Duration;

/**
 * Reads a log page by page while it grows, to the end of its run. For one thread at a time, best a
 * virtual one: it looks at the size every 50 ms while nothing comes, at a copy in a store every 500
 * ms. Holds nothing open.
 */
public final class LogFollower {
  private static final int PAGE = 64 * 1024;

  private final JobLog log;
  private long cursor;

  LogFollower(JobLog log, long cursor) {
    this.log = log;
    this.cursor = cursor;
  }

  /** Where the next page begins, or behind it the part that was given up. */
  public long cursor() {
    return cursor;
  }

  /**
   * Waits for the next page.
   *
   * <p>An empty page that is {@linkplain LogPage#complete() complete} says that there will be none,
   * an empty one that is not, that the time is over. A page may be complete and have bytes.
   *
   * <p>If somebody cut the file off, the pages go on at its new end.
   *
   * @param atMost how long to wait
   * @throws java.io.UncheckedIOException if the log is there and cannot be read
   */
  public LogPage next(Duration atMost) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      LogPage page = log.readAfterCut(cursor, PAGE);
      cursor = page.next();
      boolean news = page.length() > 0 || page.skipped() > 0 || page.complete();
      long left = atMost.toNanos() - (System.nanoTime() - began);
      if (news || left <= 0) {
        return page;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, log.betweenLooks().toNanos())));
    }
  }
}
