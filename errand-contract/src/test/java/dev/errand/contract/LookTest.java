package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** E1: each look shows the jobs of its kind that its filter sees. */
class LookTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(6));

  /** For every owner a job in each state, called after both; {@code none} has no owner. */
  @BeforeEach
  void registerInEveryState() {
    for (String state : List.of("done", "cancelled", "running", "queued")) {
      for (String owner : List.of("none", "a", "ab", "a/b", "a0", "b")) {
        JobOptions.Builder options = options().id(owner + " " + state).admission(Admission.QUEUE);
        if (!owner.equals("none")) {
          options.owner(owner);
        }
        manager.register(
            "task", "label", state.equals("done") ? DONE : ScriptedBody.of(time), options.build());
      }
      time.runReady();
      if (state.equals("cancelled")) {
        manager.cancelAll(JobFilter.all());
        time.runReady();
      }
    }
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(JobFilter.all(), Set.of("none", "a", "ab", "a/b", "a0", "b")),
        Arguments.of(JobFilter.owner("a"), Set.of("a")),
        Arguments.of(JobFilter.ownerTree("a"), Set.of("a", "a/b")),
        Arguments.of(JobFilter.ownerTree("a/b"), Set.of("a/b")),
        Arguments.of(JobFilter.unowned(), Set.of("none")),
        Arguments.of(JobFilter.owner("nobody"), Set.of()),
        Arguments.of(JobFilter.ownerTree("nobody"), Set.of()));
  }

  @ParameterizedTest
  @MethodSource("filters")
  @DisplayName(
      "E1 job, runningJobs, recentJobs and allJobs show what the filter sees, and nothing else")
  void filtered(JobFilter filter, Set<String> owners) {
    List<Job> all = manager.allJobs();
    List<Job> seen =
        all.stream().filter(job -> owners.contains(job.owner().orElse("none"))).toList();
    assertThat(manager.allJobs(filter)).isEqualTo(seen);
    assertThat(manager.runningJobs(filter)).isEqualTo(in(JobStatus.RUNNING, seen));
    assertThat(manager.recentJobs(100, filter))
        .containsExactlyInAnyOrderElementsOf(
            seen.stream().filter(job -> job.status().isFinal()).toList());
    assertThat(manager.unsettledJobs(filter)).isEmpty();
    for (Job job : all) {
      assertThat(manager.job(job.id(), filter)).isEqualTo(Optional.of(job).filter(seen::contains));
    }
  }

  private static List<Job> in(JobStatus status, List<Job> jobs) {
    return jobs.stream().filter(job -> job.status() == status).toList();
  }

  @Test
  @DisplayName("E1 no filter means all")
  void noFilter() {
    assertThat(manager.allJobs()).hasSize(24).isEqualTo(manager.allJobs(JobFilter.all()));
    assertThat(manager.runningJobs()).hasSize(6).isEqualTo(manager.runningJobs(JobFilter.all()));
    assertThat(manager.recentJobs(100))
        .hasSize(12)
        .isEqualTo(manager.recentJobs(100, JobFilter.all()));
    for (Job job : manager.allJobs()) {
      assertThat(manager.job(job.id())).contains(job);
    }
  }

  @Test
  @DisplayName(
      "E1 runningJobs shows RUNNING only: no queued job, no cancelled one whose body goes on")
  void runningOnly() {
    manager.cancel("b running"); // its body has not had its turn to stop
    assertThat(manager.runningJobs()).hasSize(5);
    assertThat(manager.runningJobs())
        .allSatisfy(job -> assertThat(job.status()).isEqualTo(JobStatus.RUNNING));
    assertThat(manager.recentJobs(1)).extracting(Job::id).containsExactly("b running");
  }

  @Test
  @DisplayName("E1 job of an id that is unknown, blank or forgotten is empty")
  void unknown() {
    assertThat(manager.job("never seen")).isEmpty();
    assertThat(manager.job("")).isEmpty();
    assertThat(manager.job("  ", JobFilter.owner("a"))).isEmpty();
    manager.evict(JobFilter.all());
    assertThat(manager.job("a done")).isEmpty();
    assertThat(manager.job("a running")).isPresent();
  }

  @Test
  @DisplayName("E1 every list of an empty manager is empty")
  void empty() {
    AsyncJobManager fresh = manager();
    assertThat(fresh.allJobs()).isEmpty();
    assertThat(fresh.runningJobs()).isEmpty();
    assertThat(fresh.recentJobs()).isEmpty();
    assertThat(fresh.unsettledJobs(JobFilter.all())).isEmpty();
    assertThat(fresh.job("bg_1")).isEmpty();
  }
}
