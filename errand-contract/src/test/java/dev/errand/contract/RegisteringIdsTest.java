package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A2: which id a job gets. */
class RegisteringIdsTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1_000));

  @Test
  @DisplayName("A2 without a preferred id the ids are bg_1, bg_2, …")
  void automatic() {
    assertThat(List.of(auto(), auto(), auto())).containsExactly("bg_1", "bg_2", "bg_3");
  }

  @Test
  @DisplayName("A2 a blank preferred id counts as none")
  void blank() {
    assertThat(List.of(want(""), want("  \t "))).containsExactly("bg_1", "bg_2");
  }

  @Test
  @DisplayName("A2 an id of Unicode blanks is blank, too")
  void unicodeBlank() {
    assertThat(want(" \u2003\u3000 ")).isEqualTo("bg_1");
  }

  @Test
  @DisplayName("A2 a preferred id is trimmed")
  void trimmed() {
    assertThat(want("  x y\n")).isEqualTo("x y");
    assertThat(want("x y")).isEqualTo("x y-2");
  }

  @Test
  @DisplayName("A2 a taken id gets the suffix -2, then -3")
  void taken() {
    assertThat(List.of(want("x"), want("x"), want("x"))).containsExactly("x", "x-2", "x-3");
  }

  @Test
  @DisplayName("A2 the suffix is one more than the highest taken one: x and x-7 taken give x-8")
  void highestSuffix() {
    want("x");
    want("x-7");

    assertThat(List.of(want("x"), want("x"))).containsExactly("x-8", "x-9");
  }

  @Test
  @DisplayName("A2 the suffix is at least 2")
  void atLeastTwo() {
    want("x");
    want("x-1");

    assertThat(want("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 suffixes are compared as numbers: x-9 and x-10 taken give x-11")
  void suffixesAreNumbers() {
    want("x");
    want("x-10");
    want("x-9");

    assertThat(want("x")).isEqualTo("x-11");
  }

  @Test
  @DisplayName("A2 a free id is given as it is, however many of its suffixes are taken")
  void freeDespiteSuffixes() {
    want("x-7");

    assertThat(want("x")).isEqualTo("x");
  }

  @Test
  @DisplayName("A2 x-2 can be asked for; taken, it gets a suffix of its own")
  void suffixedIdWanted() {
    assertThat(want("x-2")).isEqualTo("x-2");
    assertThat(want("x-2")).isEqualTo("x-2-2");
    assertThat(want("x")).isEqualTo("x");
    assertThat(want("x")).as("x-2-2 is a suffix of x-2, not of x").isEqualTo("x-3");
  }

  @Test
  @DisplayName("A2 what only looks like a suffix does not count")
  void notASuffix() {
    want("x");
    want("x-abc");
    want("x--5");
    want("xy-9");

    assertThat(want("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 an id is taken as long as its row exists, ended or not")
  void takenUntilForgotten() {
    want("x");
    time.runReady();

    assertThat(want("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 when its row is gone an id is free again and names its newest run")
  void namesItsNewestRun() {
    want("x");
    String firstRun = job(manager, "x").runId();
    time.runReady();
    manager.evict(JobFilter.all());
    assertThat(manager.job("x")).isEmpty();

    assertThat(want("x")).isEqualTo("x");
    assertThat(job(manager, "x").runId()).isNotEqualTo(firstRun);
  }

  @Test
  @DisplayName("A2 the highest suffix is that of the rows that exist")
  void suffixesOfGoneRowsDoNotCount() {
    want("x");
    manager.register("task", "t", DONE, options().id("x-7").owner("o").build());
    time.runReady();
    manager.evict(JobFilter.owner("o"));

    assertThat(want("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName(
      "A2 bg_N skips ids that were asked for explicitly, suffixes of its own name included")
  void skipsTaken() {
    want("bg_2");
    want("bg_3");

    assertThat(List.of(auto(), auto())).containsExactly("bg_1", "bg_4");
    assertThat(want("bg_4")).isEqualTo("bg_4-2");
    assertThat(auto()).isEqualTo("bg_5");
  }

  @Test
  @DisplayName("A2 N counts up: preferred ids do not use it up")
  void preferredIdsDoNotCount() {
    assertThat(List.of(auto(), want("x"), auto())).containsExactly("bg_1", "x", "bg_2");
  }

  @Test
  @DisplayName("A2 bg_N is never given out again, not even after evict")
  void neverReused() {
    auto();
    auto();
    time.runReady();
    assertThat(manager.evict(JobFilter.all())).isEqualTo(2);

    assertThat(auto()).isEqualTo("bg_3");
  }

  @Test
  @DisplayName("A2 run ids are unique, whatever the ids are")
  void runIds() {
    want("x");
    want("x");
    auto();
    time.runReady();
    List<String> before = manager.allJobs().stream().map(job -> job.runId()).toList();
    manager.evict(JobFilter.all());
    want("x");

    assertThat(before).hasSize(3).doesNotHaveDuplicates().doesNotContain(job(manager, "x").runId());
  }

  @Test
  @DisplayName("A2 a refused registration takes no id and no number")
  void refusedTakesNothing() {
    manager.setMaxRunningJobs(1);
    auto();
    assertThatThrownBy(this::auto).isInstanceOf(JobLimitReachedException.class);
    assertThatThrownBy(() -> want("x")).isInstanceOf(JobLimitReachedException.class);
    manager.setMaxRunningJobs(3);

    assertThat(List.of(auto(), want("x"))).containsExactly("bg_2", "x");
  }

  private String auto() {
    return manager.register("task", "t", DONE);
  }

  private String want(String id) {
    return manager.register("task", "t", DONE, options().id(id).build());
  }
}
