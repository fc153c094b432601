package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What reads show, in which order, and to whom (contract D2, E1, E2, G3). */
abstract class ReadConformance extends StoreSuite {
  private final List<Run> runs = new ArrayList<>();

  ReadConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void queueOneForEach() {
    for (int i = 0; i < Owners.ALL.size(); i++) {
      runs.add(store.queue(Ask.closure().owner(Owners.ALL.get(i)).id("r" + i), W1));
    }
  }

  private static List<String> names(List<Integer> numbers) {
    return numbers.stream().map(number -> "r" + number).toList();
  }

  private List<Run> claimAll() {
    return store.claim(W1, runs.size());
  }

  @Test
  @DisplayName("E1 all runs are listed in order of registration, under each filter")
  void all() {
    claimAll().subList(0, 5).reversed().forEach(store::settle);
    Owners.SEEN.forEach((filter, seen) ->
        assertThat(ids(store.store.all(filter))).as("%s", filter).isEqualTo(names(seen)));
  }

  @Test
  @DisplayName("E1 running runs are listed in order of registration, under each filter")
  void running() {
    assertThat(store.store.running(JobFilter.all())).isEmpty();
    // Claimed and handed back so that they begin in another order than they were registered in.
    List<Run> claimed = claimAll();
    claimed.subList(0, 4).forEach(store::requeue);
    claimAll();
    Owners.SEEN.forEach((filter, seen) ->
        assertThat(ids(store.store.running(filter))).as("%s", filter).isEqualTo(names(seen)));
    store.cancel(store.now(claimed.get(5)));
    store.settle(store.now(claimed.get(6)));
    assertThat(ids(store.store.running(JobFilter.all())))
        .doesNotContain(claimed.get(5).id(), claimed.get(6).id())
        .hasSize(runs.size() - 2);
  }

  @Test
  @DisplayName("E1 ended runs are listed with the latest end first, under each filter")
  void recent() {
    assertThat(store.store.recent(9, JobFilter.all())).isEmpty();
    List<Run> claimed = claimAll();
    List<Integer> ends = List.of(4, 7, 0, 8, 3, 2, 5, 1, 6);
    for (int i : ends) {
      Run run = store.now(runs.get(i));
      Run ended = i % 2 == 0 ? store.settle(run) : store.cancel(run);
      assertThat(store.store.recent(1, JobFilter.all())).containsExactly(ended);
    }
    // Settling is not ending: it changes no order.
    store.settle(store.now(runs.get(7)));
    assertThat(claimed).hasSize(9);
    Owners.SEEN.forEach((filter, seen) -> {
      List<Integer> latestFirst = ends.reversed().stream().filter(seen::contains).toList();
      assertThat(ids(store.store.recent(99, filter)))
          .as("%s", filter)
          .isEqualTo(names(latestFirst));
      List<Integer> two = latestFirst.subList(0, Math.min(2, latestFirst.size()));
      assertThat(ids(store.store.recent(2, filter))).as("%s", filter).isEqualTo(names(two));
      assertThat(store.store.recent(0, filter)).isEmpty();
    });
  }

  @Test
  @DisplayName("E1 the order of ends does not hang on the wall clock")
  void recentThoughClockJumps() {
    claimAll();
    Run first = store.settle(store.now(runs.get(0)));
    store.time.jumpClock(Duration.ofHours(-1));
    Run second = store.settle(store.now(runs.get(1)));
    assertThat(store.store.recent(9, JobFilter.all())).containsExactly(second, first);
  }

  @Test
  @DisplayName("A5 unsettled runs are listed in order of their ends, under each filter")
  void unsettled() {
    claimAll();
    List<Integer> ends = List.of(4, 7, 0, 8, 3, 2, 5, 1, 6);
    for (int i : ends) {
      store.cancel(store.now(runs.get(i)));
      store.pass(Duration.ofMillis(1));
    }
    runs.forEach(run -> store.giveUp(store.now(run)));
    Owners.SEEN.forEach((filter, seen) ->
        assertThat(ids(store.store.unsettled(filter)))
            .as("%s", filter)
            .isEqualTo(names(ends.stream().filter(seen::contains).toList())));
  }

  @Test
  @DisplayName("G3 what is queued, runs, or has a body that goes on is unfinished")
  void unfinished() {
    claimAll().subList(5, 9).forEach(store::requeue);
    store.cancel(store.now(runs.get(2)));
    store.giveUp(store.cancel(store.now(runs.get(4))));
    store.settle(store.now(runs.get(1)));
    store.cancel(store.now(runs.get(8)));
    Owners.SEEN.forEach((filter, seen) ->
        assertThat((long) store.store.unfinished(filter))
            .as("%s", filter)
            .isEqualTo(seen.stream().filter(i -> i != 1 && i != 8).count()));
    store.settle(store.now(runs.get(4)));
    assertThat(store.store.unfinished(JobFilter.owner("a/b/c"))).isZero();
  }

  @Test
  @DisplayName("G3 a body whose run is forgotten is unfinished until it is gone")
  void forgottenBodies() {
    claimAll();
    Run cancelled = store.cancel(store.now(runs.get(2)));
    store.evict(JobFilter.all());
    assertThat(store.store.unfinished(JobFilter.owner("a"))).isEqualTo(1);
    store.finish(cancelled, DrivenStore.returned(""));
    store.finish(cancelled, DrivenStore.returned(""));
    assertThat(store.store.unfinished(JobFilter.owner("a"))).isZero();
    assertThat(store.store.unfinished(JobFilter.all())).isEqualTo(runs.size() - 1);
  }

  @Test
  @DisplayName("E2 a run is found under the filters that see it, in every state")
  void find() {
    assertFound();
    claimAll();
    assertFound();
    runs.forEach(run -> store.settle(store.now(run)));
    assertFound();
    assertThat(store.store.find("r", JobFilter.all())).isEmpty();
    assertThat(store.store.find("R0", JobFilter.all())).isEmpty();
    assertThat(store.store.find("", JobFilter.all())).isEmpty();
  }

  private void assertFound() {
    List<Run> rows = store.rows();
    Owners.SEEN.forEach((filter, seen) -> {
      for (int i = 0; i < rows.size(); i++) {
        assertThat(store.store.find("r" + i, filter))
            .as("r%s under %s", i, filter)
            .isEqualTo(seen.contains(i) ? Optional.of(rows.get(i)) : Optional.empty());
      }
    });
  }

  @Test
  @DisplayName("C4 a list shows one moment, whatever happens later")
  void snapshots() {
    List<Run> before = store.rows();
    List<Run> copy = List.copyOf(before);
    claimAll();
    store.queue(Ask.closure(), W2);
    assertThat(before).isEqualTo(copy);
  }
}
