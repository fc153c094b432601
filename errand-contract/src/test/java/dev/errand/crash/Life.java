package dev.errand.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One driver, in a JVM of its own, from its start until it is killed. The killer reads its evidence
 * and counts the lines: that is the clock it kills by.
 */
final class Life {
  /** Only the net: a life that says nothing for so long would keep the tests waiting for ever. */
  private static final long PATIENCE_SECONDS = 300;

  private final Folder folder;
  private final LifePlan plan;
  private final Moment moment;
  private final Consumer<Event> evidence;
  private final AtomicBoolean killed = new AtomicBoolean();
  private final AtomicBoolean hung = new AtomicBoolean();

  private Life(Folder folder, LifePlan plan, Moment moment, Consumer<Event> evidence) {
    this.folder = folder;
    this.plan = plan;
    this.moment = moment;
    this.evidence = evidence;
  }

  /**
   * Lives it.
   *
   * @return whether it was killed, and did not end by itself before
   */
  static boolean live(Folder folder, LifePlan plan, Moment moment, Consumer<Event> evidence)
      throws InterruptedException {
    return new Life(folder, plan, moment, evidence).live();
  }

  private boolean live() throws InterruptedException {
    try {
      Process process = DriverProcess.start(folder, plan, ProcessBuilder.Redirect.PIPE);
      try {
        watch(process);
        return end(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void watch(Process process) throws IOException, InterruptedException {
    CompletableFuture<Void> net =
        CompletableFuture.runAsync(
            () -> {
              hung.set(true);
              process.toHandle().destroyForcibly();
            },
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      if (moment.isFromTheStart()) {
        kill(process);
      }
      int left = -1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Event event = Event.parse(line).orElse(null);
        if (event == null) {
          continue; // torn by the kill: it was being written, and is not evidence
        }
        evidence.accept(event);
        left = event.kind() == moment.after() ? moment.lines() : left - 1;
        if (left == 0 && !killed.get()) {
          kill(process);
        }
      }
    } finally {
      net.cancel(false);
    }
  }

  /** The moment is random; nothing is waited for but the moment. What is in the pipe is read on. */
  private void kill(Process process) throws InterruptedException {
    boolean tooLate =
        !moment.extra().isZero() && process.waitFor(moment.extra().toNanos(), TimeUnit.NANOSECONDS);
    if (!tooLate) {
      killed.set(true);
      process.toHandle().destroyForcibly(); // unlike the process's own, this leaves the pipe open
    }
  }

  private boolean end(Process process) throws InterruptedException {
    int code = process.waitFor();
    // 137 is 128 and SIGKILL: a life may have ended by itself just before it was killed.
    boolean died = killed.get() && code == 137;
    Kind how = hung.get() ? Kind.HUNG : died ? Kind.KILLED : Kind.EXITED;
    evidence.accept(
        Event.of(plan.life(), how, "code", Integer.toString(code), "moment", moment.toString()));
    return died;
  }
}
