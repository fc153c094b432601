package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cancelling one run or many, and forgetting them (contract D1–D3, H2). */
abstract class CancelConformance extends StoreSuite {

  CancelConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private Transition cancel(String id, JobFilter filter) {
    return store.submit(new Step.Cancel(id, CancelledBy.OWNER, filter));
  }

  private List<Run> cancelAll(JobFilter filter, Optional<String> worker) {
    return store.submit(new Step.CancelAll(CancelledBy.SHUTDOWN, filter, worker));
  }

  private void startOneOfEach() {
    for (String owner : List.of("a", "a/b", "a/b/c", "ab", "a0")) {
      store.start(Ask.closure().owner(owner).id("of " + owner), W1);
    }
    store.start(Ask.closure().id("of nobody"), W1);
  }

  @Test
  @DisplayName("D1 a queued run is cancelled and settled at once")
  void queued() {
    Run run = store.queue(Ask.closure(), W1);
    assertThat(cancel(run.id(), JobFilter.all())).isEqualTo(new Applied(store.now(run)));
    assertThat(store.now(run).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(store.now(run).settledAt()).isPresent();
  }

  @Test
  @DisplayName("D1 a running run is cancelled while its body is still there")
  void running() {
    Run run = store.start(Ask.closure(), W1);
    assertThat(cancel(run.id(), JobFilter.all())).isEqualTo(new Applied(store.now(run)));
    assertThat(store.now(run).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(store.now(run).settledAt()).isEmpty();
    assertThat(store.now(run).state().occupying()).isTrue();
  }

  @Test
  @DisplayName(
      "D1 what has ended, is unknown or is somebody else's is not cancelled; the last two look the"
          + " same")
  void refused() {
    Run ended = store.settle(store.start(Ask.closure().owner("a"), W1));
    Run foreign = store.start(Ask.closure().owner("b"), W1);
    assertThat(cancel(ended.id(), JobFilter.owner("a"))).isEqualTo(new Refused(Refusal.ENDED));
    assertThat(cancel("nothing", JobFilter.owner("a"))).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(cancel(foreign.id(), JobFilter.owner("a"))).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(cancel(foreign.id(), JobFilter.unowned())).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(store.now(foreign)).isEqualTo(foreign);
  }

  @Test
  @DisplayName("D3 the end says who cancelled")
  void by() {
    for (CancelledBy by : CancelledBy.values()) {
      Run run = store.start(Ask.closure(), W1);
      store.submit(new Step.Cancel(run.id(), by, JobFilter.all()));
      JobEnd end = store.now(run).end().orElseThrow();
      assertThat(end.reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(end.cancelledBy()).contains(by);
      assertThat(end.text()).isEqualTo("Cancelled by " + by.description());
    }
  }

  @Test
  @DisplayName("D2 all running and queued runs are cancelled, and nothing that has ended")
  void all() {
    Run ended = store.settle(store.start(Ask.closure(), W1));
    Run stillThere = store.cancel(store.start(Ask.closure(), W1));
    Run running = store.start(Ask.closure(), W1);
    Run queued = store.queue(Ask.closure(), W2);
    List<Run> cancelled = cancelAll(JobFilter.all(), Optional.empty());
    assertThat(cancelled).containsExactlyInAnyOrder(store.now(running), store.now(queued));
    assertThat(cancelled).extracting(Run::status).containsOnly(JobStatus.CANCELLED);
    assertThat(cancelled)
        .allSatisfy(run ->
            assertThat(run.end().orElseThrow().cancelledBy()).contains(CancelledBy.SHUTDOWN));
    assertThat(store.now(ended)).isEqualTo(ended);
    assertThat(store.now(stillThere)).isEqualTo(stillThere);
    assertThat(cancelAll(JobFilter.all(), Optional.empty())).isEmpty();
  }

  @Test
  @DisplayName("D2 only what the filter matches is cancelled")
  void filters() {
    startOneOfEach();
    assertThat(ids(cancelAll(JobFilter.owner("b"), Optional.empty()))).isEmpty();
    assertThat(ids(cancelAll(JobFilter.owner("a"), Optional.empty()))).containsExactly("of a");
    assertThat(ids(cancelAll(JobFilter.ownerTree("a"), Optional.empty())))
        .containsExactlyInAnyOrder("of a/b", "of a/b/c");
    assertThat(ids(cancelAll(JobFilter.unowned(), Optional.empty()))).containsExactly("of nobody");
    assertThat(ids(store.store.running(JobFilter.all()))).containsExactly("of ab", "of a0");
  }

  @Test
  @DisplayName(
      "D2 of a worker's runs those are cancelled that it has, wherever they were registered")
  void runningOfWorker() {
    Run elsewhere = store.queue(Ask.call("both").owner("a"), W1);
    assertThat(store.claimed(W2, 1)).containsExactly(elsewhere.id());
    Run here = store.start(Ask.closure().owner("a"), W1);
    assertThat(ids(cancelAll(JobFilter.all(), Optional.of("w1")))).containsExactly(here.id());
    assertThat(ids(cancelAll(JobFilter.owner("b"), Optional.of("w2")))).isEmpty();
    assertThat(ids(cancelAll(JobFilter.owner("a"), Optional.of("w2"))))
        .containsExactly(elsewhere.id());
  }

  @Test
  @DisplayName("D2 of the queued runs those are a worker's that it registered")
  void queuedOfWorker() {
    Run closure = store.queue(Ask.closure(), W1);
    Run forAnybody = store.queue(Ask.call("both"), W1);
    Run foreign = store.queue(Ask.closure(), W2);
    assertThat(ids(cancelAll(JobFilter.all(), Optional.of("w1"))))
        .containsExactlyInAnyOrder(closure.id(), forAnybody.id());
    assertThat(store.now(foreign)).isEqualTo(foreign);
    assertThat(store.claimed(W2, 9)).containsExactly(foreign.id());
  }

  @Test
  @DisplayName("D2 what a worker handed back is no longer its own, unless it registered it")
  void handedBackOfWorker() {
    Run closure = store.requeue(store.start(Ask.closure(), W1));
    Run ofOne = store.queue(Ask.call("both"), W1);
    assertThat(store.claimed(W2, 1)).containsExactly(ofOne.id());
    store.requeue(store.now(ofOne));
    assertThat(ids(cancelAll(JobFilter.all(), Optional.of("w2")))).isEmpty();
    assertThat(ids(cancelAll(JobFilter.all(), Optional.of("w1"))))
        .containsExactlyInAnyOrder(closure.id(), ofOne.id());
  }

  @Test
  @DisplayName("H2 all ended runs are forgotten, and nothing else")
  void evict() {
    Run settled = store.settle(store.start(Ask.closure(), W1));
    Run cancelled = store.cancel(store.start(Ask.closure(), W1));
    Run givenUp = store.giveUp(store.cancel(store.start(Ask.closure(), W1)));
    Run running = store.start(Ask.closure(), W1);
    Run queued = store.queue(Ask.closure(), W1);
    assertThat(store.evict(JobFilter.all())).containsExactlyInAnyOrder(settled, cancelled, givenUp);
    assertThat(store.rows()).containsExactly(running, queued);
    assertThat(store.store.recent(9, JobFilter.all())).isEmpty();
    assertThat(store.store.unsettled(JobFilter.all())).isEmpty();
    assertThat(store.store.find(settled.id(), JobFilter.all())).isEmpty();
    assertThat(cancel(cancelled.id(), JobFilter.all())).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(store.evict(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("A5 a body whose run is forgotten keeps its place until it is gone or given up")
  void forgottenBodies() {
    Bounds bounds = DrivenStore.runBounds(2, 2);
    Run first = store.cancel(store.start(Ask.closure().owner("a"), W1, bounds));
    Run second = store.cancel(store.start(Ask.closure().owner("a"), W1, bounds));
    store.evict(JobFilter.all());
    store.queue(Ask.closure().owner("a").id("next"), W1);
    store.queue(Ask.closure().owner("a").id("last"), W1);
    assertThat(store.claim(W1, 9, bounds)).isEmpty();
    store.finish(first, DrivenStore.returned(""));
    assertThat(ids(store.claim(W1, 9, bounds))).containsExactly("next");
    store.submit(new Step.GiveUp(second.registration(), second.epoch()));
    store.submit(new Step.GiveUp(second.registration(), second.epoch()));
    assertThat(ids(store.claim(W1, 9, bounds))).containsExactly("last");
    store.queue(Ask.closure(), W1);
    assertThat(store.claim(W1, 9, bounds)).isEmpty();
  }

  @Test
  @DisplayName("K1 an older attempt does not free the place of a newer one whose run is forgotten")
  void forgottenFence() {
    Bounds bounds = DrivenStore.runBounds(1, 1);
    Run older = store.start(Ask.call("both"), W1, bounds);
    store.requeue(older);
    Run newer = store.cancel(store.claim(W2, 1, bounds).get(0));
    store.evict(JobFilter.all());
    Run next = store.queue(Ask.call("both"), W1);
    store.finish(older, DrivenStore.returned(""));
    assertThat(store.claim(W1, 1, bounds)).isEmpty();
    store.finish(newer, DrivenStore.returned(""));
    assertThat(ids(store.claim(W1, 1, bounds))).containsExactly(next.id());
  }

  @Test
  @DisplayName("H2 only what the filter matches is forgotten")
  void evictFiltered() {
    startOneOfEach();
    store.rows().forEach(store::settle);
    assertThat(ids(store.evict(JobFilter.owner("b")))).isEmpty();
    assertThat(ids(store.evict(JobFilter.ownerTree("a/b"))))
        .containsExactlyInAnyOrder("of a/b", "of a/b/c");
    assertThat(ids(store.evict(JobFilter.unowned()))).containsExactly("of nobody");
    assertThat(ids(store.evict(JobFilter.owner("a")))).containsExactly("of a");
    assertThat(ids(store.rows())).containsExactly("of ab", "of a0");
  }
}
