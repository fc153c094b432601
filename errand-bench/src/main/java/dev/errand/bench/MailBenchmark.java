package dev.errand.bench;

import dev.errand.DeliveryState;
import dev.errand.Job;
import java.util.Optional;
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
 * {@code job}, {@code deliveryState(owner)} and {@code acknowledgeDeliveries} of one, while many
 * jobs are kept and the deliveries of as many others are queued, beside one {@code
 * ConcurrentHashMap.get} and one round trip of a lock. Bar: at most ten times that, or 1 µs; and at
 * 100,000 at most 1.5 times of what it is at 1,000.
 *
 * <p>The jobs belong to 100 owners, each of whom has its share of both kinds, so that a verb which
 * looked through an owner's jobs or through its queue would show. The map of the yardstick has as
 * many entries as there are jobs of both kinds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgs = {Jvm.MIN_HEAP, Jvm.MAX_HEAP, Jvm.TOUCHED, Jvm.COLLECTOR, Jvm.UNSAFE})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailBenchmark {

  /** Ours. */
  @Benchmark
  public Optional<Job> job(ErrandMail mail) {
    return mail.job();
  }

  /** Ours. The counts; the ids are read when they are asked for. */
  @Benchmark
  public DeliveryState deliveryState(ErrandMail mail) {
    return mail.deliveryState();
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(ErrandAcknowledge.CALLS)
  public int acknowledge(ErrandAcknowledge mail) {
    return mail.acknowledgeEach();
  }

  /** The yardstick of all three. */
  @Benchmark
  public Object bare(BareMail mail) {
    return mail.getLocked();
  }
}
