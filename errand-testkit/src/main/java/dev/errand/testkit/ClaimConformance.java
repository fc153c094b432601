package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.W3;
import static dev.errand.testkit.DrivenStore.applied;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.runBounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who gets what from the queue, and in which order (contract A4, K1). */
abstract class ClaimConformance extends StoreSuite {

  ClaimConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private void queue(String owner, String... ids) {
    for (String id : ids) {
      store.queue(Ask.call("both").owner(owner).id(id), W1);
    }
  }

  /** Claims so many runs, each by a step of its own. */
  private List<String> oneByOne(Worker worker, int count) {
    List<String> claimed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      claimed.addAll(store.claimed(worker, 1));
    }
    return claimed;
  }

  @Test
  @DisplayName("C1 a claimed run is what Transitions make of it")
  void claimed() {
    Run queued = store.queue(Ask.call("both"), W1);
    store.pass(Duration.ofMillis(7));
    Run expected = applied(Transitions.claim(queued, "w2", store.time.now()));
    assertThat(store.claim(W2, 1)).containsExactly(expected);
    assertThat(store.now(queued)).isEqualTo(expected);
  }

  @Test
  @DisplayName("A4 owners take turns, one run each, in the order in which they began to wait")
  void roundRobin() {
    queue("a", "a1", "a2", "a3");
    queue("b", "b1");
    queue("c", "c1", "c2");
    assertThat(oneByOne(W1, 7)).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
  }

  @Test
  @DisplayName("A4 owners take turns inside one claim, too")
  void roundRobinInOneClaim() {
    queue("a", "a1", "a2", "a3");
    queue("b", "b1", "b2");
    assertThat(store.claimed(W1, 4)).containsExactly("a1", "b1", "a2", "b2");
    assertThat(store.claimed(W1, 4)).containsExactly("a3");
  }

  @Test
  @DisplayName("A4 all runs without owner take one turn together")
  void unownedTurn() {
    for (String id : List.of("u1", "u2", "u3")) {
      store.queue(Ask.call("both").id(id), W1);
    }
    queue("a", "a1", "a2");
    assertThat(oneByOne(W1, 5)).containsExactly("u1", "a1", "u2", "a2", "u3");
  }

  @Test
  @DisplayName("A4 children of an owner take turns of their own")
  void childrenTakeTurns() {
    queue("a", "a1", "a2");
    queue("a/b", "ab1", "ab2");
    assertThat(oneByOne(W1, 4)).containsExactly("a1", "ab1", "a2", "ab2");
  }

  @Test
  @DisplayName("A4 who comes back with new work waits for the others")
  void newWork() {
    queue("a", "a1");
    queue("b", "b1", "b2");
    assertThat(oneByOne(W1, 1)).containsExactly("a1");
    queue("a", "a2");
    assertThat(oneByOne(W1, 3)).containsExactly("b1", "a2", "b2");
  }

  @Test
  @DisplayName("A4 priority counts inside an owner, not between owners")
  void priority() {
    store.queue(Ask.closure().owner("a").id("low").priority(-100), W1);
    store.queue(Ask.closure().owner("a").id("normal"), W1);
    store.queue(Ask.closure().owner("b").id("other").priority(-1), W1);
    store.queue(Ask.closure().owner("a").id("high").priority(100), W1);
    store.queue(Ask.closure().owner("a").id("too").priority(100), W1);
    assertThat(oneByOne(W1, 5)).containsExactly("high", "other", "too", "normal", "low");
  }

  @Test
  @DisplayName("A4 what is handed back keeps its age among its owner's runs")
  void handedBack() {
    queue("a", "a1", "a2", "a3");
    Run first = store.claim(W1, 1).get(0);
    store.requeue(first);
    assertThat(oneByOne(W2, 3)).containsExactly("a1", "a2", "a3");
  }

  @Test
  @DisplayName(
      "K1 a closure goes to its registrar only, a handler's run to any worker that has the handler")
  void whoCanRun() {
    store.queue(Ask.closure().id("closure1"), W1);
    store.queue(Ask.closure().id("closure2"), W2);
    store.queue(Ask.call("one").id("one"), W2);
    store.queue(Ask.call("two").id("two"), W1);
    store.queue(Ask.call("both").id("both"), W3);
    store.queue(Ask.call("none").id("none"), W1);
    assertThat(store.claimed(W3, 9)).isEmpty();
    assertThat(store.claimed(W2, 9)).containsExactly("closure2", "two", "both");
    assertThat(store.claimed(W1, 9)).containsExactly("closure1", "one");
    assertThat(store.claimed(new Worker("w9", W1.handlers()), 9)).isEmpty();
  }

  @Test
  @DisplayName("A4 what a worker cannot run does not hide what it can")
  void hiddenWork() {
    store.queue(Ask.call("two").owner("a").priority(9), W1);
    store.queue(Ask.call("one").owner("a").id("mine"), W1);
    assertThat(store.claimed(W1, 1)).containsExactly("mine");
  }

  @Test
  @DisplayName("A4 claims of other workers do not take an owner's turn away")
  void turnIsKept() {
    for (int i = 1; i <= 4; i++) {
      store.queue(Ask.call("one").owner("a").id("a" + i), W1);
      store.queue(Ask.call("two").owner("b").id("b" + i), W1);
      store.queue(Ask.call("one").owner("c").id("c" + i), W1);
    }
    List<String> ofWorker1 = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      assertThat(store.claimed(W2, 1)).containsExactly("b" + i);
      ofWorker1.addAll(store.claimed(W1, 1));
    }
    // Nobody is served twice while somebody else who could be served waits.
    assertThat(ofWorker1.subList(0, 2)).containsExactlyInAnyOrder("a1", "c1");
    assertThat(ofWorker1.subList(2, 4)).containsExactlyInAnyOrder("a2", "c2");
  }

  @Test
  @DisplayName("A4 an owner that runs as much as it may does not hold up the others")
  void bounded() {
    Bounds bounds = runBounds(2, 100);
    queue("a", "a1", "a2", "a3");
    queue("b", "b1");
    assertThat(ids(store.claim(W1, 9, bounds))).containsExactly("a1", "b1", "a2");
    assertThat(store.claim(W2, 9, bounds)).isEmpty();
    store.settle(store.store.find("a1", JobFilter.all()).orElseThrow());
    assertThat(ids(store.claim(W2, 9, bounds))).containsExactly("a3");
  }

  @Test
  @DisplayName("A4 a claim is bounded by the bounds that it brings")
  void boundsOfTheClaim() {
    queue("a", "a1", "a2", "a3", "a4");
    assertThat(ids(store.claim(W1, 9, runBounds(1, 100)))).containsExactly("a1");
    assertThat(ids(store.claim(W1, 9, runBounds(1, 100)))).isEmpty();
    assertThat(ids(store.claim(W2, 9, runBounds(3, 2)))).containsExactly("a2");
    assertThat(ids(store.claim(W2, 9, runBounds(3, 100)))).containsExactly("a3");
    assertThat(ids(store.claim(W1, 9, Bounds.DEFAULT))).containsExactly("a4");
  }

  @Test
  @DisplayName("A4 a claim takes no more than it has slots for")
  void slots() {
    queue("a", "a1", "a2", "a3");
    assertThat(store.claimed(W1, 0)).isEmpty();
    assertThat(store.claimed(W1, 2)).containsExactly("a1", "a2");
    assertThat(store.claimed(W1, Integer.MAX_VALUE)).containsExactly("a3");
    assertThat(store.claimed(W1, 1)).isEmpty();
  }

  @Test
  @DisplayName("A4 what has been cancelled in the queue is not claimed")
  void cancelledInQueue() {
    queue("a", "a1", "a2");
    store.cancel(store.rows().get(0));
    assertThat(store.claimed(W1, 9)).containsExactly("a2");
  }

  @Test
  @DisplayName("K1 each queued run is claimed once, however many claim")
  void claimedOnce() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      queue("owner" + i % 7, "run" + i);
    }
    List<List<String>> claims =
        together(4, thread -> oneByOne(new Worker("t" + thread, W1.handlers()), 30));
    assertThat(claims.stream().flatMap(List::stream)).hasSize(60).doesNotHaveDuplicates();
    assertThat(store.rows()).extracting(Run::status).containsOnly(JobStatus.RUNNING);
    assertThat(store.rows()).extracting(Run::epoch).containsOnly(1);
  }
}
