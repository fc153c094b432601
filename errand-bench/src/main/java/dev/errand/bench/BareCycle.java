package dev.errand.bench;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The yardstick of {@link CycleBenchmark}: a bare virtual thread per task, which puts one entry
 * into a map.
 */
@State(Scope.Benchmark)
public class BareCycle extends Cycle {
  private static final Object VALUE = new Object();

  private final ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The keys go on counting from batch to batch, as the ids of jobs do. */
  private int firstKey;

  /** Fills the map. */
  @Setup
  public void fill() {
    for (int i = 0; i < retained; i++) {
      map.put(key(i), VALUE);
    }
    firstKey = retained;
  }

  @Override
  void start(int index) {
    int number = firstKey + index;
    threads.execute(() -> {
      map.put(key(number), VALUE);
      permits.release();
    });
  }

  void runTasks() throws InterruptedException, ExecutionException {
    runBatch();
  }

  /** Makes the map as full as it was before the batch. */
  @TearDown(Level.Invocation)
  public void takeBatchAway() {
    Expect.count("entries after the batch", retained + BATCH, map.size());
    for (int i = 0; i < BATCH; i++) {
      map.remove(key(firstKey + i));
    }
    Expect.count("entries left", retained, map.size());
    firstKey += BATCH;
  }

  /** Ends the executor. */
  @TearDown
  public void close() {
    threads.close();
  }

  private static String key(int number) {
    return "k_" + number;
  }
}
