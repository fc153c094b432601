package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D2: what each filter sees, both as a question and in the lists, which must agree. */
class FilterTest extends ContractTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, a/b, true",
    "a, a/b/c, true",
    "a, a/, true",
    "a, a//b, true",
    "a, a/0, true",
    "a, ab, false",
    "a, ab/c, false",
    "a, a0, false",
    "a, a., false",
    "a, A, false",
    "a, b/a, false",
    "a, ' a', false",
    "a, 'a ', false",
    "a/b, a, false",
    "a/b, a/b, true",
    "a/b, a/b/c, true",
    "a/b, a/bc, false",
    "a/, a/, true",
    "a/, a/b, false",
    "a/, a//b, true",
    "é, é/x, true",
    "a, a/\uD83D\uDE00, true",
    "a, a/\uFFFF, true",
    "a, a\uFFFF, false"
  })
  @DisplayName("D2 ownerTree(o) sees o and what stands below o/, in the filter and in the lists")
  void ownerTree(String root, String owner, boolean seen) {
    JobFilter filter = JobFilter.ownerTree(root);
    assertThat(filter.matches(Optional.of(owner))).isEqualTo(seen);

    AsyncJobManager manager = manager();
    manager.register("task", "label", DONE, options().id("x").owner(owner).build());
    manager.register("task", "label", DONE, options().id("none").build());
    List<String> expected = seen ? List.of("x") : List.of();
    assertThat(ids(manager.allJobs(filter))).isEqualTo(expected);
    assertThat(ids(manager.runningJobs(filter))).isEqualTo(expected);
    assertThat(manager.job("x", filter).isPresent()).isEqualTo(seen);
    time.runReady();
    assertThat(ids(manager.recentJobs(10, filter))).isEqualTo(expected);
    assertThat(manager.evict(filter)).isEqualTo(expected.size());
  }

  @Test
  @DisplayName("D2 owner(o) sees exactly o")
  void owner() {
    JobFilter filter = JobFilter.owner("a");
    assertThat(filter.matches(Optional.of("a"))).isTrue();
    for (String other : List.of("A", "a ", "a/", "a/b", "ab")) {
      assertThat(filter.matches(Optional.of(other))).as(other).isFalse();
    }
    assertThat(filter.matches(Optional.empty())).isFalse();
  }

  @Test
  @DisplayName(
      "D2 all() sees everybody, unowned() nobody's, and no filter on owners sees the unowned")
  void allAndUnowned() {
    assertThat(JobFilter.all().matches(Optional.empty())).isTrue();
    assertThat(JobFilter.all().matches(Optional.of("a"))).isTrue();
    assertThat(JobFilter.unowned().matches(Optional.empty())).isTrue();
    assertThat(JobFilter.unowned().matches(Optional.of("a"))).isFalse();
    assertThat(JobFilter.ownerTree("a").matches(Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  @DisplayName("D2 a blank owner is an IllegalArgumentException, in every filter and for a job")
  void blankOwner(String blank) {
    List<Function<String, Object>> takers =
        List.of(
            JobFilter::owner,
            JobFilter::ownerTree,
            JobFilter.Owner::new,
            JobFilter.OwnerTree::new,
            options()::owner);
    for (Function<String, Object> taker : takers) {
      assertThatThrownBy(() -> taker.apply(blank))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("owner must not be blank");
    }
  }

  @Test
  @DisplayName("D2 filters are values")
  void values() {
    assertThat(JobFilter.owner("a"))
        .isEqualTo(JobFilter.owner("a"))
        .isNotEqualTo(JobFilter.ownerTree("a"));
    assertThat(JobFilter.ownerTree("a")).hasSameHashCodeAs(JobFilter.ownerTree("a"));
    assertThat(JobFilter.all()).isSameAs(JobFilter.all());
    assertThat(JobFilter.unowned()).isSameAs(JobFilter.unowned());
  }

  @Test
  @DisplayName("D2 an owner is opaque: it is not trimmed, and wildcards mean nothing")
  void opaque() {
    AsyncJobManager manager = manager();
    for (String owner : List.of("a", " a", "%", "_", "*", "a\nb")) {
      manager.register("task", "label", DONE, options().owner(owner).build());
    }
    for (Job job : manager.allJobs()) {
      assertThat(manager.allJobs(JobFilter.owner(job.owner().orElseThrow()))).containsExactly(job);
    }
  }
}
