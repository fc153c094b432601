package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A8: the same idempotency key again gives the same run. */
class IdempotencyTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2));
  private final ScriptedBody body = ScriptedBody.of(time);
  private final ScriptedBody again = ScriptedBody.of(time);

  @Test
  @DisplayName("A8 the same key again returns the existing run and starts nothing")
  void startsNothing() {
    String id = manager.register("task", "first", body, keyed("a", "k"));

    assertThat(manager.register("bash", "second", again, keyed("a", "k"))).isEqualTo(id);
    time.runReady();

    assertThat(again.hasBegun()).isFalse();
    assertThat(manager.allJobs()).singleElement().extracting(job -> job.label()).isEqualTo("first");
  }

  @Test
  @DisplayName(
      "A8 the same key returns a run that is queued, ended or cancelled, too, while it is retained")
  void whateverItsStatus() {
    manager.setMaxRunningJobs(1);
    manager.register("task", "busy", body);
    JobOptions queued = options().admission(Admission.QUEUE).idempotencyKey("k").build();
    String id = manager.register("task", "t", again, queued);
    assertThat(manager.register("task", "t", DONE, queued)).isEqualTo(id);

    body.complete("done");
    again.complete("done");
    time.runReady();
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(manager.register("task", "t", DONE, queued)).isEqualTo(id);
    String other = manager.register("task", "t", ScriptedBody.of(time), keyed("a", "c"));
    manager.cancel(other);

    assertThat(manager.register("task", "t", DONE, keyed("a", "c"))).isEqualTo(other);
    assertThat(manager.allJobs()).hasSize(3);
  }

  @Test
  @DisplayName("A8 a key is its owner's: another owner, or none, has a run of its own")
  void perOwner() {
    manager.setMaxRunningJobs(4);
    String ofA = manager.register("task", "t", DONE, keyed("a", "k"));
    String ofB = manager.register("task", "t", DONE, keyed("b", "k"));
    String ofChild = manager.register("task", "t", DONE, keyed("a/b", "k"));
    String unowned = manager.register("task", "t", DONE, options().idempotencyKey("k").build());

    assertThat(manager.allJobs()).hasSize(4);
    assertThat(manager.register("task", "t", DONE, keyed("a", "k"))).isEqualTo(ofA);
    assertThat(manager.register("task", "t", DONE, keyed("b", "k"))).isEqualTo(ofB);
    assertThat(manager.register("task", "t", DONE, keyed("a/b", "k"))).isEqualTo(ofChild);
    assertThat(manager.register("task", "t", DONE, options().idempotencyKey("k").build()))
        .isEqualTo(unowned);
  }

  @Test
  @DisplayName("A8 another key is another run")
  void otherKey() {
    String id = manager.register("task", "t", DONE, keyed("a", "k"));

    assertThat(manager.register("task", "t", DONE, keyed("a", "K"))).isNotEqualTo(id);
  }

  @Test
  @DisplayName("A8 after evict the key starts a new run")
  void afterEvict() {
    manager.register("task", "t", DONE, keyed("a", "k"));
    String runId = job(manager, "bg_1").runId();
    time.runReady();
    manager.evict(JobFilter.owner("a"));

    String id = manager.register("task", "t", body, keyed("a", "k"));
    time.runReady();

    assertThat(body.hasBegun()).isTrue();
    assertThat(job(manager, id).runId()).isNotEqualTo(runId);
  }

  @Test
  @DisplayName("A8 evicting others leaves the key known")
  void evictingOthers() {
    String id = manager.register("task", "t", DONE, keyed("a", "k"));
    manager.register("task", "t", DONE, keyed("b", "k"));
    time.runReady();
    manager.evict(JobFilter.owner("b"));

    assertThat(manager.register("task", "t", DONE, keyed("a", "k"))).isEqualTo(id);
  }

  @Test
  @DisplayName("A8 a known key is answered however full the manager and the queue are")
  void whenFull() {
    AsyncJobManager small = manager(builder -> builder.maxRunningJobs(1).maxQueuedJobs(0));
    String id = small.register("task", "t", body, keyed("a", "k"));

    assertThat(small.register("task", "t", DONE, keyed("a", "k"))).isEqualTo(id);
    JobOptions queued =
        options()
            .owner("a")
            .idempotencyKey("k")
            .admission(Admission.QUEUE)
            .startAfter(Duration.ofDays(1))
            .build();
    assertThat(small.register("task", "t", DONE, queued)).isEqualTo(id);
  }

  @Test
  @DisplayName("A8 a known key takes no slot, no id and no number")
  void takesNothing() {
    for (int i = 0; i < 10; i++) {
      JobOptions wanted = options().owner("a").idempotencyKey("k").id("x").build();
      assertThat(manager.register("task", "t", ScriptedBody.of(time), wanted)).isEqualTo("x");
    }

    assertThat(manager.register("task", "t", ScriptedBody.of(time))).isEqualTo("bg_1");
    assertThat(manager.allJobs()).hasSize(2);
  }

  @Test
  @DisplayName("A8 the id of the existing run is returned, whatever id is asked for")
  void otherIdWanted() {
    manager.register("task", "t", DONE, options().idempotencyKey("k").id("x").build());

    assertThat(manager.register("task", "t", DONE, options().idempotencyKey("k").id("y").build()))
        .isEqualTo("x");
    assertThat(manager.job("y")).isEmpty();
  }

  @Test
  @DisplayName("A8 a refused registration leaves its key unknown")
  void refusedLeavesNoKey() {
    manager.setMaxRunningJobs(1);
    manager.register("task", "busy", body);
    assertThatThrownBy(() -> manager.register("task", "t", DONE, keyed("a", "k")))
        .isInstanceOf(IllegalStateException.class);
    manager.setMaxRunningJobs(2);

    String id = manager.register("task", "t", again, keyed("a", "k"));
    time.runReady();

    assertThat(id).isEqualTo("bg_2");
    assertThat(again.hasBegun()).isTrue();
  }

  @Test
  @DisplayName("A8 keys are the store's: another manager on it finds the run")
  void acrossManagers() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store));
    String id = one.register("task", "t", body, keyed("a", "k"));

    assertThat(two.register("task", "t", again, keyed("a", "k"))).isEqualTo(id);
    time.runReady();
    assertThat(again.hasBegun()).isFalse();
  }

  @Test
  @DisplayName("A8 listeners hear nothing of a registration that found its run")
  void listenersHearNothing() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    manager.register("task", "t", DONE, keyed("a", "k"));
    manager.register("task", "t", DONE, keyed("a", "k"));
    time.runReady();

    assertThat(listener.of("bg_1")).containsExactly("registered", "started", "ended", "settled");
    assertThat(listener.heard()).hasSize(4);
  }

  private static JobOptions keyed(String owner, String key) {
    return options().owner(owner).idempotencyKey(key).build();
  }
}
