package dev.errand.cli.client;

import dev.errand.cli.console.Messages;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import dev.errand.daemon.home.Home;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, TERM and HUP: does what the daemon said is to be done then, and waits for what comes of
 * it. The JVM itself then exits with 128 and the signal's number.
 *
 * <p>It is a shutdown hook and not a signal handler, so that it works where a signal was ignored
 * from the beginning ({@code nohup}), and for every way in which a JVM ends but KILL.
 */
final class Interruption extends Thread {
  private static final long LAST_OUTPUT_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** How long a daemon that has our request may take to say what an interruption means to it. */
  private static final long FIRST_FRAME_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Answer answer;
  private final CommandRequest request;
  private final Home home;
  private final Messages messages;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean interrupted;
  private boolean sent;

  Interruption(Answer answer, CommandRequest request, Home home, Messages messages) {
    super("errand-interrupted");
    this.answer = answer;
    this.request = request;
    this.home = home;
    this.messages = messages;
  }

  /**
   * Asks whether the request may be sent: not any more after a signal. From here on the daemon may
   * have it.
   */
  synchronized boolean maySend() {
    sent |= !interrupted;
    return !interrupted;
  }

  /** Whether a signal has come. */
  synchronized boolean hasCome() {
    return interrupted;
  }

  /** A frame has come. */
  void begun() {
    begun.countDown();
  }

  /** All is printed; there is nothing left to interrupt. */
  void ended() {
    ended.countDown();
    begun.countDown();
  }

  private synchronized boolean stopSending() {
    interrupted = true;
    return sent;
  }

  @Override
  public void run() {
    boolean underWay = stopSending();
    if (ended.getCount() == 0 || !underWay) {
      return;
    }
    try {
      act();
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt();
    }
  }

  private void act() throws InterruptedException {
    long from = System.nanoTime();
    var _ = begun.await(FIRST_FRAME_NANOS, TimeUnit.NANOSECONDS);
    Frame.Interrupt wanted = answer.interrupt();
    if (wanted == null || ended.getCount() == 0) {
      return;
    }
    if (!wanted.message().isEmpty()) {
      if (request.isTerminal(CommandRequest.STDERR)) {
        messages.newLine(); // behind what the terminal shows of Ctrl-C, or a line of progress
      }
      messages.say(wanted.message());
    }
    if (!wanted.arguments().isEmpty()) {
      // A thread of its own, since a daemon that does not answer must not keep us.
      Thread command = new SideCommand(home, request, wanted.arguments());
      command.setDaemon(true);
      command.start();
      TimeUnit.NANOSECONDS.timedJoin(command, left(from));
      var _ = ended.await(left(from), TimeUnit.NANOSECONDS);
    }
  }

  private static long left(long from) {
    return Math.max(1, LAST_OUTPUT_NANOS - (System.nanoTime() - from));
  }
}
