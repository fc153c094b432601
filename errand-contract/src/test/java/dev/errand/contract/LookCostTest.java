package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.Subscription;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Worker;
import dev.errand.testkit.ScriptedBody;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** E3: what a call costs, counted in operations and in bytes and never in time. */
class LookCostTest extends ContractTest {
  private static final int FEW = 500;
  private static final int MANY = 16 * FEW;

  /** Counts what the manager asks of its store. */
  private static final class CountingStore implements JobStore {
    private final JobStore store;
    final List<String> asked = new ArrayList<>();

    CountingStore(JobStore store) {
      this.store = store;
    }

    @Override
    public <O> CompletableFuture<O> submit(Step<O> step) {
      asked.add(step.getClass().getSimpleName());
      return store.submit(step);
    }

    @Override
    public Optional<Run> find(String id, JobFilter filter) {
      asked.add("find");
      return store.find(id, filter);
    }

    @Override
    public List<Run> running(JobFilter filter) {
      asked.add("running");
      return store.running(filter);
    }

    @Override
    public List<Run> recent(int limit, JobFilter filter) {
      asked.add("recent");
      return store.recent(limit, filter);
    }

    @Override
    public List<Run> unsettled(JobFilter filter) {
      asked.add("unsettled");
      return store.unsettled(filter);
    }

    @Override
    public List<Run> all(JobFilter filter) {
      asked.add("all");
      return store.all(filter);
    }

    @Override
    public int unfinished(JobFilter filter) {
      asked.add("unfinished");
      return store.unfinished(filter);
    }

    @Override
    public MailStep.Counts mail(JobFilter filter) {
      asked.add("mail");
      return store.mail(filter);
    }

    @Override
    public List<Run> undelivered(JobFilter filter) {
      asked.add("undelivered");
      return store.undelivered(filter);
    }

    @Override
    public List<Run> queuedMail(JobFilter filter) {
      asked.add("queuedMail");
      return store.queuedMail(filter);
    }

    @Override
    public List<Run> deadLetters(JobFilter filter) {
      asked.add("deadLetters");
      return store.deadLetters(filter);
    }

    @Override
    public boolean isDurable() {
      return store.isDurable();
    }

    @Override
    public Subscription listen(Worker worker, StoreListener listener) {
      return store.listen(worker, listener);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /** Retains this many ended jobs of ten owners, beside one running and one queued. */
  private AsyncJobManager retaining(int jobs, JobStore store) {
    AsyncJobManager manager =
        manager(builder -> builder.sharedStore(store).maxQueuedJobs(MANY).maxRunningJobs(1));
    manager.register("task", "label", ScriptedBody.of(time), options().id("running").build());
    for (int i = 0; i < jobs; i++) {
      manager.register(
          "task",
          "label",
          DONE,
          options().owner("owner" + i % 10).admission(Admission.QUEUE).build());
    }
    for (int i = 0; i < 10; i++) {
      manager.cancelAll(JobFilter.owner("owner" + i));
    }
    manager.register(
        "task",
        "label",
        DONE,
        options().id("queued").owner("me").admission(Admission.QUEUE).build());
    time.runReady();
    return manager;
  }

  @Test
  @DisplayName(
      "E3 job, register and cancel are one operation of the store each, however much is retained")
  void oneOperationEach() {
    for (int jobs : List.of(10, FEW)) {
      CountingStore store = new CountingStore(new MemoryStore(time));
      AsyncJobManager manager = retaining(jobs, store);
      store.asked.clear();
      manager.job("running");
      assertThat(store.asked).containsExactly("find");
      store.asked.clear();
      manager.setMaxRunningJobs(3); // the queued job and the next one get a slot
      time.runReady();
      store.asked.clear();
      manager.register("task", "label", ScriptedBody.of(time));
      assertThat(store.asked).containsExactly("Register");
      store.asked.clear();
      manager.cancel("running");
      assertThat(store.asked).containsExactly("Cancel");
    }
  }

  /** The bytes that the second of two calls takes; the first one loads classes. */
  static long bytes(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    call.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    call.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertNoGrowth(Consumer<AsyncJobManager> call) {
    long few = bytes(() -> call.accept(few()));
    long many = bytes(() -> call.accept(many()));
    assertThat(many)
        .as("bytes at %s retained jobs, against %s at %s", MANY, few, FEW)
        .isLessThan(3 * few + 4_096);
  }

  private AsyncJobManager few;
  private AsyncJobManager many;

  private AsyncJobManager few() {
    return few == null ? few = retaining(FEW, new MemoryStore(time)) : few;
  }

  private AsyncJobManager many() {
    return many == null ? many = retaining(MANY, new MemoryStore(time)) : many;
  }

  @Test
  @DisplayName("E3 lists cost what they answer, not what is retained")
  void lists() {
    assertNoGrowth(manager -> manager.recentJobs(10));
    assertNoGrowth(manager -> manager.recentJobs(10, JobFilter.owner("owner3")));
    assertNoGrowth(manager -> manager.recentJobs(10, JobFilter.ownerTree("owner3")));
    assertNoGrowth(AsyncJobManager::runningJobs);
    assertNoGrowth(manager -> manager.runningJobs(JobFilter.unowned()));
    assertNoGrowth(manager -> manager.allJobs(JobFilter.owner("me")));
    assertNoGrowth(manager -> manager.allJobs(JobFilter.owner("nobody")));
    assertNoGrowth(manager -> manager.unsettledJobs(JobFilter.all()));
    assertNoGrowth(manager -> manager.job("running"));
    assertNoGrowth(manager -> manager.cancel("bg_3"));
    assertNoGrowth(manager -> manager.cancelAll(JobFilter.owner("nobody")));
  }

  @Test
  @DisplayName("E3 a refused and an accepted registration cost the same, however much is retained")
  void register() {
    assertNoGrowth(manager ->
        manager.register(
            "task", "label", DONE, options().id("running").admission(Admission.QUEUE).build()));
    assertNoGrowth(manager ->
        manager.register("task", "label", DONE, options().admission(Admission.QUEUE).build()));
  }
}
