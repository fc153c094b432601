package dev.errand.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Starts no-op virtual threads. */
@State(Scope.Benchmark)
public class BareStarts {
  private final Runnable body = () -> {};
  private final Thread[] burst = new Thread[RegisterCancelBenchmark.BURST];

  private int started;

  void start(int count) {
    for (int i = 0; i < count; i++) {
      burst[i] = Thread.startVirtualThread(body);
    }
    started = count;
  }

  /** Waits for the threads. */
  @TearDown(Level.Invocation)
  public void joinBurst() throws InterruptedException {
    for (int i = 0; i < started; i++) {
      burst[i].join();
    }
  }
}
