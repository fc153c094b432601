package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** E1: the order and the length of lists. */
class ListTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1_000));
  private final Map<String, ScriptedBody> bodies = new HashMap<>();

  private void register(String id) {
    register(id, id.substring(0, 1));
  }

  private void register(String id, String owner) {
    ScriptedBody body = ScriptedBody.of(time);
    bodies.put(id, body);
    manager.register("task", "label", body, options().id(id).owner(owner).build());
    time.runReady();
  }

  private void complete(String id) {
    bodies.get(id).complete("text");
    time.runReady();
  }

  @Test
  @DisplayName("E1 recentJobs: ended jobs, the latest end first, whenever they started")
  void byEnd() {
    for (String id : List.of("a", "b", "c", "d")) {
      register(id);
      time.advance(Duration.ofSeconds(1));
    }
    for (String id : List.of("c", "a", "d")) {
      complete(id);
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(ids(manager.recentJobs())).containsExactly("d", "a", "c");
  }

  @Test
  @DisplayName(
      "E1 recentJobs: ends at the same moment stand in the order in which they were recorded")
  void sameMoment() {
    for (String id : List.of("a", "b", "c")) {
      register(id);
    }
    manager.cancel("b");
    manager.cancel("c");
    manager.cancel("a");
    time.runReady();
    assertThat(ids(manager.recentJobs())).containsExactly("a", "c", "b");
  }

  @Test
  @DisplayName(
      "E1 recentJobs: a cancelled job stands where it was cancelled, not where its body stopped")
  void byEndNotBySettling() {
    ScriptedBody stubborn = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", stubborn, options().id("a").build());
    register("b");
    manager.cancel("a");
    complete("b");
    stubborn.complete("late");
    time.runReady();
    assertThat(ids(manager.recentJobs())).containsExactly("b", "a");
  }

  @Test
  @DisplayName("E1 recentJobs: the latest end first although the clock jumps back in between")
  void clockJumps() {
    for (String id : List.of("a", "b", "c")) {
      register(id);
    }
    complete("a");
    time.jumpClock(Duration.ofDays(-3));
    complete("b");
    time.jumpClock(Duration.ofDays(10));
    complete("c");
    assertThat(ids(manager.recentJobs())).containsExactly("c", "b", "a");
    assertThat(ids(manager.allJobs())).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("E1 recentJobs: ten by default, or what the limit says, from none to all")
  void limits() {
    for (int i = 1; i <= 12; i++) {
      register("a" + i);
      complete("a" + i);
    }
    assertThat(manager.recentJobs()).hasSize(10).isEqualTo(manager.recentJobs(10));
    List<Job> all = manager.recentJobs(Integer.MAX_VALUE);
    assertThat(all).hasSize(12);
    for (int limit = 0; limit <= 13; limit++) {
      List<Job> latest = all.subList(0, Math.min(limit, 12));
      assertThat(manager.recentJobs(limit)).isEqualTo(latest);
      assertThat(manager.recentJobs(limit, JobFilter.owner("a"))).isEqualTo(latest);
      assertThat(manager.recentJobs(limit, JobFilter.ownerTree("a"))).isEqualTo(latest);
    }
    assertThat(manager.recentJobs(Integer.MAX_VALUE, JobFilter.ownerTree("a"))).isEqualTo(all);
    assertThat(manager.recentJobs(Integer.MAX_VALUE, JobFilter.unowned())).isEmpty();
  }

  @Test
  @DisplayName(
      "E1 recentJobs: the limit counts what the filter sees, over all owners of a tree together")
  void limitUnderFilter() {
    for (int i = 1; i <= 4; i++) {
      register("me" + i, "me");
      register("child" + i, "me/child");
      register("you" + i, "you");
      complete("you" + i);
      complete("child" + i);
      complete("me" + i);
    }
    assertThat(ids(manager.recentJobs(3, JobFilter.ownerTree("me"))))
        .containsExactly("me4", "child4", "me3");
    assertThat(ids(manager.recentJobs(2, JobFilter.owner("me")))).containsExactly("me4", "me3");
    assertThat(ids(manager.recentJobs(2, JobFilter.owner("you")))).containsExactly("you4", "you3");
  }

  @Test
  @DisplayName(
      "E1 allJobs and runningJobs: in order of registration, whatever started or ended when")
  void byRegistration() {
    AsyncJobManager one = manager(builder -> builder.maxRunningJobs(1));
    List<String> registered = List.of("z", "low", "high", "a");
    int priority = 0;
    for (String id : registered) {
      one.register(
          "task",
          "label",
          ScriptedBody.of(time),
          options().id(id).priority(priority).admission(Admission.QUEUE).build());
      priority = priority == -50 ? 50 : -50;
    }
    assertThat(ids(one.allJobs())).isEqualTo(registered);
    one.setMaxRunningJobs(3);
    time.runReady();
    assertThat(ids(one.runningJobs())).containsExactly("z", "low", "high");
    one.cancel("z");
    time.runReady();
    assertThat(ids(one.runningJobs())).containsExactly("low", "high", "a");
    assertThat(ids(one.allJobs())).isEqualTo(registered);
  }

  @Test
  @DisplayName(
      "E1 allJobs: in order of registration also after others were forgotten and names given again")
  void afterEvict() {
    for (String id : List.of("a1", "b1", "a2", "b2")) {
      register(id);
    }
    complete("b1");
    complete("a2");
    assertThat(manager.evict(JobFilter.owner("b"))).isEqualTo(1);
    register("b1");
    register("a3");
    assertThat(ids(manager.allJobs())).containsExactly("a1", "a2", "b2", "b1", "a3");
    assertThat(ids(manager.recentJobs())).containsExactly("a2");
    manager.evict(JobFilter.all());
    assertThat(ids(manager.allJobs())).containsExactly("a1", "b2", "b1", "a3");
    assertThat(manager.recentJobs()).isEmpty();
  }

  @Test
  @DisplayName(
      "E1 lists stay right while hundreds of jobs come, end in any order and are forgotten")
  void manyComeAndGo() {
    Random random = new Random(42);
    List<String> registered = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    List<String> going = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String id = "abc".charAt(random.nextInt(3)) + "" + i;
      register(id);
      registered.add(id);
      going.add(id);
      if (random.nextInt(3) > 0) {
        String ends = going.remove(random.nextInt(going.size()));
        complete(ends);
        ended.add(0, ends);
      }
      if (i % 50 == 49) {
        String owner = "abc".substring(i / 50 % 3, i / 50 % 3 + 1);
        List<String> forgotten = ended.stream().filter(one -> one.startsWith(owner)).toList();
        assertThat(manager.evict(JobFilter.owner(owner))).isEqualTo(forgotten.size());
        ended.removeAll(forgotten);
        registered.removeAll(forgotten);
      }
      if (i % 10 == 0) {
        assertThat(ids(manager.allJobs())).isEqualTo(registered);
        assertThat(ids(manager.recentJobs(Integer.MAX_VALUE))).isEqualTo(ended);
        assertThat(ids(manager.recentJobs(5)))
            .isEqualTo(ended.subList(0, Math.min(5, ended.size())));
      }
    }
    Collections.sort(going);
    assertThat(ids(manager.runningJobs()).stream().sorted()).isEqualTo(going);
  }
}
