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
 * The yardstick of {@link DeliveryBenchmark}: a bare virtual thread per task, which puts one entry
 * into a map and hands one message to its owner's second virtual thread.
 */
@State(Scope.Benchmark)
public class BareDelivery extends DeliveryCycle {
  private static final Object VALUE = new Object();

  private final ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Mailbox[] mailboxes;

  /** The keys go on counting from batch to batch, as the ids of jobs do. */
  private int firstKey;

  /** Starts the second threads and fills the map. */
  @Setup
  public void fill() {
    mailboxes = new Mailbox[shape.owners];
    for (int i = 0; i < shape.owners; i++) {
      mailboxes[i] = new Mailbox(message -> arrivals.take(message));
    }
    for (int i = 0; i < retained; i++) {
      map.put(key(i), VALUE);
    }
    firstKey = retained;
  }

  @Override
  void start(int index, int owner) {
    int number = firstKey + index;
    threads.execute(() -> {
      String key = key(number);
      map.put(key, VALUE);
      mailboxes[owner].put(key);
      taskDone();
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

  /** Ends the threads. */
  @TearDown
  public void close() {
    threads.close();
    for (Mailbox mailbox : mailboxes) {
      mailbox.close();
    }
  }

  private static String key(int number) {
    return "k_" + number;
  }
}
