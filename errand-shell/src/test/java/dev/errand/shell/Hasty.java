package dev.errand.shell;

import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;

/** Real time and threads; but whoever starts this one thread goes on only when it has ended. */
record Hasty(String thread) implements TimeAndThreads {
  private static final TimeAndThreads REAL = TimeAndThreads.system();

  @Override
  public Instant now() {
    return REAL.now();
  }

  @Override
  public long nanoTime() {
    return REAL.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return REAL.schedule(delay, task);
  }

  @Override
  public Thread start(String name, Runnable task) {
    Thread started = REAL.start(name, task);
    if (name.equals(thread)) {
      try {
        if (!started.join(ShellTest.PATIENCE)) {
          throw new IllegalStateException(name + " goes on");
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
    return started;
  }

  @Override
  public Latch latch() {
    return REAL.latch();
  }
}
