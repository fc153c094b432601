package dev.errand.bench;

import dev.errand.Job;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code job} beside one {@code ConcurrentHashMap.get}, and lists of ten beside building a list of
 * ten. Bar: what a look costs depends on the length of the answer and not on how many jobs are
 * kept.
 *
 * <p>The yardsticks take no lock and see no consistent whole, so they are the least that anybody
 * could pay, not something to equal. What counts is that ours grows no faster than they do: both
 * ask for the same number of different ids however many there are, and the map of the yardstick is
 * as full as the manager.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgs = {Jvm.MIN_HEAP, Jvm.MAX_HEAP, Jvm.TOUCHED, Jvm.COLLECTOR, Jvm.UNSAFE})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LookBenchmark {

  /** Ours. */
  @Benchmark
  public Optional<Job> job(ErrandLook look) {
    return look.job();
  }

  /** Ours. */
  @Benchmark
  public List<Job> runningJobs(ErrandLook look) {
    return look.running();
  }

  /** Ours. */
  @Benchmark
  public List<Job> recentJobs(ErrandLook look) {
    return look.recent();
  }

  /** Ours. */
  @Benchmark
  public List<Job> recentJobsOfOwner(ErrandLook look) {
    return look.recentOfOwner();
  }

  /** Ours. */
  @Benchmark
  public List<Job> allJobsOfOwner(ErrandLook look) {
    return look.allOfOwner();
  }

  /** The yardstick of {@link #job}. */
  @Benchmark
  public Object bareGet(BareLook look) {
    return look.get();
  }

  /** The yardstick of the lists. */
  @Benchmark
  public List<Object> bareList(BareLook look) {
    return look.list();
  }
}
