package dev.errand.crash;

import dev.errand.test.postgres.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of a fleet: a network of its own, and the life that is on it at the moment. */
final class Machine implements AutoCloseable {
  final TcpProxy network;
  private final Folder folder;
  private final SharedPipe pipe;
  private Process process;
  private CompletableFuture<Boolean> ended;
  private int life;

  /** Whether the end of this life is ours. */
  private AtomicBoolean isEnding = new AtomicBoolean();

  /** How often this machine's lives were in doubt. */
  private int doubts;

  Machine(int port, Folder folder, SharedPipe pipe) {
    this.network = TcpProxy.inFrontOf(port);
    this.folder = folder;
    this.pipe = pipe;
  }

  int life() {
    return life;
  }

  Process process() {
    return process;
  }

  /** A new life begins on it. */
  void begin(LifePlan plan) {
    try {
      life = plan.life();
      AtomicBoolean isOurs = new AtomicBoolean();
      isEnding = isOurs;
      Process started = DriverProcess.start(folder, plan, pipe.output());
      process = started;
      ended = started.onExit().thenApply(process -> hasEnded(plan, process, isOurs.get()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private boolean hasEnded(LifePlan plan, Process over, boolean isOurs) {
    if (!isOurs) {
      pipe.say(plan.life(), Kind.EXITED, "code", Integer.toString(over.exitValue()), "fleet", "");
    }
    return true;
  }

  /** From now on the others may take its life for dead. */
  synchronized void isInDoubt() {
    doubts++;
    pipe.say(life, Kind.DOUBTED);
  }

  synchronized int doubts() {
    return doubts;
  }

  /** All is well again, unless there was another doubt since. */
  synchronized void isCertain(int doubtsThen) {
    if (doubts == doubtsThen) {
      pipe.say(life, Kind.CERTAIN);
    }
  }

  /** Ends its life at once. */
  synchronized void kill() throws InterruptedException {
    isEnding.set(true);
    isInDoubt();
    process.destroyForcibly();
    int code = process.waitFor();
    pipe.say(life, Kind.KILLED, "code", Integer.toString(code), "fleet", "");
  }

  /** Returns when its last life has ended by itself, and that was said. */
  void awaitEnd() {
    process.destroyForcibly();
    boolean unused = ended.join();
  }

  @Override
  public void close() {
    isEnding.set(true);
    if (process != null) {
      process.destroyForcibly();
    }
    network.close();
  }
}
