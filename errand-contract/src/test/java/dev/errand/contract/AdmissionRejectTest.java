package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.spi.Step;
import dev.errand.testkit.ScriptedBody;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A3, A4: who is refused although a slot is free, and who is not. */
class AdmissionRejectTest extends ContractTest {
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final JobOptions QUEUE = options().admission(Admission.QUEUE).build();

  @Test
  @DisplayName("A4 REJECT is the default")
  void theDefault() {
    assertThat(JobOptions.DEFAULT.admission()).isEqualTo(Admission.REJECT);
  }

  @Test
  @DisplayName("A4 REJECT does not overtake: a slot that becomes free belongs to the queue")
  void freedSlotBelongsToTheQueue() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody first = ScriptedBody.of(time);
    ScriptedBody queued = ScriptedBody.of(time);
    manager.register("task", "first", first);
    String waits = manager.register("task", "queued", queued, QUEUE);
    time.runReady();

    first.complete("done");
    time.runReady();

    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.RUNNING);
    assertThatThrownBy(() -> manager.register("task", "pushes in", DONE))
        .isInstanceOf(JobLimitReachedException.class);
  }

  @Test
  @DisplayName("A4 REJECT does not overtake a queued job whose start has just come")
  void doesNotOvertakeWhatIsDue() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    List<Throwable> refusals = new ArrayList<>();
    // A timer of the same moment that comes first: the manager has not looked at its queue yet.
    time.schedule(
        LATER, () -> refusals.add(catchThrowable(() -> manager.register("task", "r", DONE))));
    String due =
        manager.register("task", "due", ScriptedBody.of(time), options().startAfter(LATER).build());

    time.advance(LATER);

    assertThat(refusals).singleElement().isInstanceOf(JobLimitReachedException.class);
    assertThat(job(manager, due).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "A3 with slots for both, a queued job whose start has just come is no reason to refuse")
  void roomForBoth() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2));
    List<Throwable> refusals = new ArrayList<>();
    time.schedule(
        LATER, () -> refusals.add(catchThrowable(() -> manager.register("task", "r", DONE))));
    manager.register("task", "due", ScriptedBody.of(time), options().startAfter(LATER).build());

    time.advance(LATER);

    assertThat(refusals)
        .as("one of two slots was free beside the job that was due")
        .containsExactly((Throwable) null);
  }

  @Test
  @DisplayName(
      "A3 nobody is refused while the manager looks for queued jobs with slots that are free")
  void notRefusedDuringAClaim() {
    MemoryStore store = new MemoryStore(time);
    List<Throwable> refusals = new ArrayList<>();
    AsyncJobManager[] manager = new AsyncJobManager[1];
    Runnable registerOnce =
        () -> {
          if (manager[0] != null && refusals.isEmpty()) {
            refusals.add(catchThrowable(() -> manager[0].register("task", "meanwhile", DONE)));
          }
        };
    manager[0] =
        manager(builder -> builder.sharedStore(duringClaim(store, registerOnce)).maxRunningJobs(1));

    manager[0].setMaxRunningJobs(5);

    assertThat(refusals).as("no job runs, five may").containsExactly((Throwable) null);
  }

  @Test
  @DisplayName(
      "A4 REJECT may pass queued jobs that could not run: one that is not due, one whose owner is"
          + " at its bound")
  void passesWhatCannotRun() {
    AsyncJobManager manager =
        manager(builder -> builder.maxRunningJobs(3).maxRunningJobsPerOwner(1));
    manager.register("task", "not due", DONE, options().startAfter(LATER).build());
    manager.register("task", "a", ScriptedBody.of(time), options().owner("a").build());
    String atBound =
        manager.register(
            "task", "a too", DONE, options().owner("a").admission(Admission.QUEUE).build());

    String passes =
        manager.register("task", "b", ScriptedBody.of(time), options().owner("b").build());

    assertThat(job(manager, atBound).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(manager, passes).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 QUEUE starts at once when a slot is free")
  void queueStartsAtOnce() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));

    String id = manager.register("task", "t", DONE, QUEUE);

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 REJECT with startAfter is queued all the same, even when no slot is free")
  void delayedIsQueued() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "first", ScriptedBody.of(time));
    JobOptions delayed = options().admission(Admission.REJECT).startAfter(LATER).build();

    String id = manager.register("task", "delayed", DONE, delayed);

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("A4 startAfter zero is no delay: REJECT is refused when no slot is free")
  void noDelayIsRefused() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "first", ScriptedBody.of(time));

    assertThatThrownBy(
            () -> manager.register("task", "t", DONE, options().startAfter(Duration.ZERO).build()))
        .isInstanceOf(JobLimitReachedException.class);
  }

  /** The store, in which something else happens just before each claim. */
  private static JobStore duringClaim(MemoryStore store, Runnable action) {
    return (JobStore)
        Proxy.newProxyInstance(
            AdmissionRejectTest.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("submit") && arguments[0] instanceof Step.Claim) {
                action.run();
              }
              return method.invoke(store, arguments);
            });
  }
}
