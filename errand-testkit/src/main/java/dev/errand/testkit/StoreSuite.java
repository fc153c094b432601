package dev.errand.testkit;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of {@link JobStoreConformance} share: a fresh store for each test. */
abstract class StoreSuite {
  final Function<TimeAndThreads, JobStore> opener;
  DrivenStore store;

  StoreSuite(Function<TimeAndThreads, JobStore> opener) {
    this.opener = opener;
  }

  @BeforeEach
  void openStore() {
    store = new DrivenStore(opener);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /**
   * For the tests of a factory, which are many: one after the other has the same store, and finds
   * and leaves it empty. After one that fails there is another.
   */
  void inTurn(Consumer<DrivenStore> test) {
    boolean done = false;
    try {
      test.accept(store);
      store.empty();
      done = true;
    } finally {
      if (!done) {
        closeStore();
        openStore();
      }
    }
  }

  /** Does something on several threads at the same time; the answers in order of the threads. */
  static <T> List<T> together(int threads, IntFunction<T> what) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      FutureTask<T> task =
          new FutureTask<>(() -> {
            start.await();
            return what.apply(number);
          });
      tasks.add(task);
      Thread thread = new Thread(task, "errand-conformance-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    start.countDown();
    List<T> answers = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      try {
        answers.add(task.get(DrivenStore.SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException failure) {
        throw new AssertionError("a thread of the test failed", failure);
      }
    }
    return answers;
  }
}
