package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** D2: cancelAll cancels what its filter matches, and nothing else. */
class CancelAllTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(6));

  /**
   * For each owner one running job and one queued one, called after it; {@code none} has no owner.
   */
  private void registerForAll() {
    for (String state : List.of("running", "queued")) {
      for (String owner : List.of("none", "a", "ab", "a/b", "a0", "b")) {
        JobOptions.Builder options = options().id(owner + " " + state).admission(Admission.QUEUE);
        if (!owner.equals("none")) {
          options.owner(owner);
        }
        manager.register("task", "label", ScriptedBody.of(time), options.build());
      }
      time.runReady();
    }
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(JobFilter.all(), Set.of("none", "a", "ab", "a/b", "a0", "b")),
        Arguments.of(JobFilter.owner("a"), Set.of("a")),
        Arguments.of(JobFilter.owner("a/b"), Set.of("a/b")),
        Arguments.of(JobFilter.ownerTree("a"), Set.of("a", "a/b")),
        Arguments.of(JobFilter.ownerTree("b"), Set.of("b")),
        Arguments.of(JobFilter.unowned(), Set.of("none")),
        Arguments.of(JobFilter.owner("nobody"), Set.of()),
        Arguments.of(JobFilter.owner("none "), Set.of()));
  }

  @ParameterizedTest
  @MethodSource("filters")
  @DisplayName(
      "D2 cancelAll cancels what the filter matches, running or queued, and returns how many")
  void filtered(JobFilter filter, Set<String> owners) {
    registerForAll();
    assertThat(manager.cancelAll(CancelledBy.OPERATOR, filter)).isEqualTo(owners.size() * 2);
    for (Job job : manager.allJobs()) {
      boolean meant = owners.contains(job.owner().orElse("none"));
      assertThat(job.status() == JobStatus.CANCELLED).as(job.id()).isEqualTo(meant);
      assertThat(job.end().flatMap(end -> end.cancelledBy()).isPresent())
          .as(job.id())
          .isEqualTo(meant);
    }
    assertThat(manager.cancelAll(filter)).as("a second time").isZero();
  }

  @Test
  @DisplayName("D2 cancelAll leaves what has ended as it is, and does not count it")
  void ended() {
    manager.register("task", "label", DONE, options().id("done").build());
    time.runReady();
    manager.register(
        "task", "label", ScriptedBody.ignoringCancel(time), options().id("cancelled").build());
    time.runReady();
    manager.cancel("cancelled", CancelledBy.PERSON);
    List<Job> before = manager.allJobs();
    assertThat(manager.cancelAll(CancelledBy.OPERATOR, JobFilter.all())).isZero();
    assertThat(manager.allJobs()).isEqualTo(before);
  }

  @Test
  @DisplayName("D2 cancelAll of nothing is nothing")
  void nothing() {
    assertThat(manager.cancelAll(JobFilter.all())).isZero();
  }

  @Test
  @DisplayName("D2 cancelAll settles queued jobs at once; none of them takes a slot that it frees")
  void queuedNeverBegin() {
    List<ScriptedBody> bodies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ScriptedBody body = ScriptedBody.of(time);
      bodies.add(body);
      manager.register("task", "label", body, options().admission(Admission.QUEUE).build());
    }
    time.runReady();
    assertThat(manager.cancelAll(JobFilter.all())).isEqualTo(20);
    assertThat(manager.allJobs().subList(6, 20))
        .allSatisfy(job -> assertThat(job.settledAt()).isPresent());
    time.advance(Duration.ofMinutes(1));
    assertThat(bodies.stream().filter(ScriptedBody::hasBegun)).hasSize(6);
    assertThat(manager.allJobs()).allSatisfy(job -> assertThat(job.settledAt()).isPresent());
  }

  @Test
  @DisplayName("D2 what is not cancelled takes the slots that cancelAll frees")
  void othersGoOn() {
    registerForAll();
    manager.cancelAll(JobFilter.ownerTree("a"));
    time.runReady();
    assertThat(ids(manager.runningJobs()))
        .containsExactly(
            "none running", "ab running", "a0 running", "b running", "none queued", "ab queued");
  }

  @Test
  @DisplayName("D2 cancelAll asks each body to stop and is heard once for each job")
  void heard() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    registerForAll();
    manager.cancelAll(JobFilter.owner("a"));
    time.runReady();
    assertThat(listener.of("a running"))
        .containsExactly("registered", "started", "ended", "settled");
    assertThat(listener.of("a queued")).containsExactly("registered", "ended", "settled");
    assertThat(listener.of("b running")).containsExactly("registered", "started");
  }

  @Test
  @DisplayName(
      "D2 each cancel is counted once, by cancel or by one of several cancelAll, in whatever order"
          + " they run")
  void countedOnce() {
    EndingRaceTest.underManyOrders(seed -> {
      VirtualTime seeded = VirtualTime.seeded(seed);
      try (AsyncJobManager raced =
          AsyncJobManager.builder().timeAndThreads(seeded).maxRunningJobs(3).build()) {
        int[] count = new int[1];
        for (String id : List.of("a", "b", "c", "d", "e")) {
          raced.register(
              "task",
              "label",
              ScriptedBody.of(seeded),
              options().id(id).owner(id).admission(Admission.QUEUE).build());
        }
        seeded.start(
            "all", () -> count[0] += raced.cancelAll(CancelledBy.OPERATOR, JobFilter.all()));
        seeded.start("mine", () -> count[0] += raced.cancelAll(JobFilter.owner("b")));
        seeded.start("one", () -> count[0] += raced.cancel("e") ? 1 : 0);
        seeded.runReady();
        assertThat(count[0]).isEqualTo(5);
      }
    });
  }
}
