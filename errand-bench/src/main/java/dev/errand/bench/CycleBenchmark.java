package dev.errand.bench;

import java.util.concurrent.ExecutionException;
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
 * Start → run → end of a no-op job with 1,000 slots, beside a bare virtual thread that puts one
 * entry into a {@code ConcurrentHashMap}. Bar: at most twice the time, and flat within 25 % however
 * many ended jobs are kept.
 *
 * <p>Why it is fair: both sides have the same producers, the same semaphore of 1,000 permits, which
 * is acquired before each start and released in the task, the same JVM, batches of the same size,
 * and as many entries there before as the other. Ours has to do more before its batch is over: its
 * list of running jobs must be empty again. A batch is taken away after it was timed, so that
 * {@code retained} stays what it says; how many went is checked on both sides. What this leaves to
 * the collector is paid by the side that left it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgs = {Jvm.MIN_HEAP, Jvm.MAX_HEAP, Jvm.TOUCHED, Jvm.COLLECTOR, Jvm.UNSAFE})
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class CycleBenchmark {

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(Cycle.BATCH)
  public void errand(ErrandCycle cycle) throws InterruptedException, ExecutionException {
    cycle.runJobs();
  }

  /** The yardstick. */
  @Benchmark
  @OperationsPerInvocation(Cycle.BATCH)
  public void bare(BareCycle cycle) throws InterruptedException, ExecutionException {
    cycle.runTasks();
  }
}
