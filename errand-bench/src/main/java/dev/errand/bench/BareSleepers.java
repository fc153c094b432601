package dev.errand.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Bare virtual threads that are parked, to be interrupted one after the other. */
@State(Scope.Benchmark)
public class BareSleepers {
  private final Sleepers sleepers = new Sleepers(RegisterCancelBenchmark.BURST);

  /** Starts the threads and waits until they are parked. */
  @Setup(Level.Invocation)
  public void start() {
    for (int i = 0; i < RegisterCancelBenchmark.BURST; i++) {
      int index = i;
      Thread.startVirtualThread(() -> sleepers.sleep(index));
    }
    sleepers.awaitAsleep();
  }

  void interruptEach() throws InterruptedException {
    for (int i = 0; i < RegisterCancelBenchmark.BURST; i++) {
      Thread sleeper = sleepers.thread(i);
      sleeper.interrupt();
      sleeper.join();
    }
  }

  /** Checks that all have ended. */
  @TearDown(Level.Invocation)
  public void clear() {
    sleepers.clear();
  }
}
