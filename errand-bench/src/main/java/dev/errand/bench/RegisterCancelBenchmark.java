package dev.errand.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code register} beside starting one bare virtual thread, and {@code cancel} beside interrupting
 * and joining one. Bar: at most three times the time.
 *
 * <p>Registering is timed until the call returns: what the caller pays. The bodies do nothing; they
 * are waited for, their jobs counted and forgotten, before the next ones are registered. It is
 * measured in two ways, because starting a thread costs its caller most when no carrier thread is
 * awake: one at a time, when it has to be woken as a rule, and in bursts of {@value #BURST}, when
 * the bodies of the first run beside the registering of the next.
 *
 * <p>Cancelling is timed until the thread of the body has ended, where its job has settled; both
 * sides wait with {@link Thread#join()}, so waking the waiting thread costs both the same. {@value
 * #BURST} parked bodies are prepared before the clock starts, and each cancel is over before the
 * next begins.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgs = {Jvm.MIN_HEAP, Jvm.MAX_HEAP, Jvm.TOUCHED, Jvm.COLLECTOR, Jvm.UNSAFE})
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
public class RegisterCancelBenchmark {
  static final int BURST = 100;

  /** Ours. */
  @Benchmark
  public void registerErrand(ErrandStarts starts) {
    starts.register(1);
  }

  /** The yardstick. */
  @Benchmark
  public void registerBare(BareStarts starts) {
    starts.start(1);
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void registerBurstErrand(ErrandStarts starts) {
    starts.register(BURST);
  }

  /** The yardstick. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void registerBurstBare(BareStarts starts) {
    starts.start(BURST);
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void cancelErrand(ErrandSleepers sleepers) throws InterruptedException {
    sleepers.cancelEach();
  }

  /** The yardstick. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void cancelBare(BareSleepers sleepers) throws InterruptedException {
    sleepers.interruptEach();
  }
}
