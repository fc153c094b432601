package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobLimitReachedException;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What listeners hear of C1, each thing once and in order. How they are kept apart is in {@link
 * ListenerIsolationTest}.
 */
class ListenerTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final RecordingListener heard = new RecordingListener();

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).admission(Admission.QUEUE).build());
    return body;
  }

  @Test
  @DisplayName("C1 listeners hear of a job: registered, started, progress, ended, settled")
  void order() {
    manager.addListener(heard);
    ScriptedBody body = register("a");
    time.runReady();
    body.context().orElseThrow().reportProgress("half");
    time.runReady();
    body.complete("text");
    time.runReady();
    assertThat(heard.words())
        .containsExactly("registered a", "started a", "progress a half", "ended a", "settled a");
  }

  @Test
  @DisplayName("C1 listeners hear of the end at once, and of the settling when the body is gone")
  void endedBeforeSettled() {
    manager.addListener(heard);
    ScriptedBody body = register("a");
    time.runReady();
    manager.cancel("a");
    time.runReady();
    assertThat(heard.of("a")).containsExactly("registered", "started", "ended");
    time.advance(Duration.ofSeconds(30));
    assertThat(heard.of("a"))
        .as("given up, but not gone")
        .containsExactly("registered", "started", "ended");
    body.complete("late");
    time.runReady();
    assertThat(heard.of("a")).containsExactly("registered", "started", "ended", "settled");
  }

  @Test
  @DisplayName("C1 listeners hear no start of a job that never started")
  void neverStarted() {
    manager.addListener(heard);
    register("first");
    register("cancelled");
    manager.register(
        "task",
        "label",
        DONE,
        options()
            .id("impatient")
            .admission(Admission.QUEUE)
            .queueTimeout(Duration.ofSeconds(5))
            .build());
    manager.cancel("cancelled");
    time.advance(Duration.ofSeconds(5));
    assertThat(heard.of("cancelled")).containsExactly("registered", "ended", "settled");
    assertThat(heard.of("impatient")).containsExactly("registered", "ended", "settled");
  }

  @Test
  @DisplayName("A1 no listener is called inside register, cancel or cancelAll")
  void notInside() {
    List<Thread> threads = new ArrayList<>();
    JobListener noting =
        new JobListener() {
          @Override
          public void onRegistered(Job job) {
            threads.add(Thread.currentThread());
          }

          @Override
          public void onEnded(Job job) {
            threads.add(Thread.currentThread());
          }
        };
    manager.addListener(noting);
    register("a");
    manager.cancel("a");
    assertThat(threads).as("nothing runs before the caller lets go").isEmpty();
    time.runReady();
    assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
  }

  @Test
  @DisplayName("C1 a listener that comes later hears what happens from then on")
  void comesLater() {
    ScriptedBody body = register("a");
    time.runReady();
    manager.addListener(heard);
    body.complete("text");
    time.runReady();
    assertThat(heard.of("a")).containsExactly("ended", "settled");
  }

  @Test
  @DisplayName(
      "C1 closing its subscription removes a listener, and only that one; a second time does"
          + " nothing")
  void removed() {
    RecordingListener stays = new RecordingListener();
    Subscription subscription = manager.addListener(heard);
    manager.addListener(stays);
    manager.addListener(stays);
    ScriptedBody body = register("a");
    time.runReady();
    subscription.close();
    subscription.close();
    body.complete("text");
    time.runReady();
    assertThat(heard.of("a")).containsExactly("registered", "started");
    assertThat(stays.of("a")).as("added twice, told twice").hasSize(8);
  }

  @Test
  @DisplayName("C1 a refused registration is not heard of")
  void refused() {
    AsyncJobManager strict = manager(builder -> builder.maxRunningJobs(1));
    strict.register("task", "label", ScriptedBody.of(time));
    strict.addListener(heard);
    assertThatThrownBy(() -> strict.register("task", "label", DONE))
        .isInstanceOf(JobLimitReachedException.class);
    time.runReady();
    assertThat(heard.heard()).isEmpty();
  }

  @Test
  @DisplayName("C1 whatever races, each listener hears each job's story once and in order")
  void underRaces() {
    EndingRaceTest.underManyOrders(seed -> {
      VirtualTime raced = VirtualTime.seeded(seed);
      try (AsyncJobManager many =
          AsyncJobManager.builder().timeAndThreads(raced).maxRunningJobs(2).build()) {
        RecordingListener listener = new RecordingListener();
        many.addListener(listener);
        List<String> ids = List.of("a", "b", "c", "d");
        for (String id : ids) {
          ScriptedBody body = ScriptedBody.of(raced);
          JobOptions queue = options().id(id).admission(Admission.QUEUE).build();
          raced.start("register", () -> many.register("task", "label", body, queue));
          raced.start("complete", () -> body.complete("text"));
          raced.start("cancel", () -> many.cancel(id));
        }
        raced.runReady();
        for (String id : ids) {
          assertThat(listener.of(id))
              .isSubsetOf("registered", "started", "ended", "settled")
              .startsWith("registered")
              .endsWith("ended", "settled")
              .doesNotHaveDuplicates();
        }
      }
    });
  }

  @Test
  @DisplayName("B2 a listener may use the manager: it can look, cancel and register")
  void usesTheManager() {
    manager.addListener(
        new JobListener() {
          final JobOptions queue = options().id("b").admission(Admission.QUEUE).build();

          @Override
          public void onStarted(Job job) {
            if (job.id().equals("a")) {
              manager.cancel("a", CancelledBy.OPERATOR);
            }
          }

          @Override
          public void onEnded(Job job) {
            if (job.id().equals("a")) {
              manager.register("task", "label", DONE, queue);
            }
          }
        });
    manager.register("task", "label", ScriptedBody.of(time), options().id("a").build());
    time.runReady();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "b").status()).isEqualTo(JobStatus.COMPLETED);
  }
}
