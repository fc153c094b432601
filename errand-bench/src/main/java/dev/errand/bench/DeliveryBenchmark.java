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
 * Register → run → sink of a job that only returns a text, with retention on, beside a bare virtual
 * thread that puts one entry into a {@code ConcurrentHashMap} and hands one message to a second
 * virtual thread. Bar, with 1,000 slots and 100 owners: at least half the rate (at most twice the
 * time), and flat within 25 % however many ended and delivered jobs are kept.
 *
 * <p>Why it is fair: both sides have the same producers, the same semaphore with as many permits as
 * ours has slots, which is acquired before each start and released by the task, the same JVM,
 * batches of the same size, as many entries there before as the other, and one receiver for each
 * owner who takes one message at a time. The receivers of both look into the message and count it
 * in the same way; that none is missing and none came twice is checked. Ours has to do more before
 * its batch is over: nothing may be pending any more. A batch is taken away after it was timed;
 * what this leaves to the collector is paid by the side that left it. Only {@link
 * DeliveryShape#FORGETTING} pays for forgetting within the time.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgs = {Jvm.MIN_HEAP, Jvm.MAX_HEAP, Jvm.TOUCHED, Jvm.COLLECTOR, Jvm.UNSAFE})
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class DeliveryBenchmark {

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(DeliveryCycle.BATCH)
  public void errand(ErrandDelivery cycle) throws InterruptedException, ExecutionException {
    cycle.runJobs();
  }

  /** The yardstick. */
  @Benchmark
  @OperationsPerInvocation(DeliveryCycle.BATCH)
  public void bare(BareDelivery cycle) throws InterruptedException, ExecutionException {
    cycle.runTasks();
  }
}
