package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step.Register.Full;
import dev.errand.spi.Step.Register.Known;
import dev.errand.spi.Step.Register.Registered;
import dev.errand.spi.TimeAndThreads;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Repeated registrations under one key find the first one (contract A8). */
abstract class KeyConformance extends StoreSuite {

  KeyConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("A8 the same key of the same owner finds the first run, whatever else is asked")
  void sameKey() {
    Run run = store.queue(Ask.closure().owner("a").key("k"), W1);
    Ask again = Ask.call("two").id("other").owner("a").key("k").orReject();
    List<Run> before = store.rows();
    assertThat(store.ask(again, W2, 1, new Bounds(0, 0, 1, 1))).isEqualTo(new Known(run));
    assertThat(store.rows()).isEqualTo(before);
  }

  @Test
  @DisplayName("A8 a key is known while its run is kept, and no longer")
  void keyIsKept() {
    Run run = store.start(Ask.closure().key("k"), W1);
    assertThat(store.ask(Ask.closure().key("k"), W2, 1)).isEqualTo(new Known(run));
    Run settled = store.settle(run);
    assertThat(store.ask(Ask.closure().key("k"), W2, 1)).isEqualTo(new Known(settled));
    store.evict(JobFilter.all());
    assertThat(store.start(Ask.closure().key("k"), W2).runId()).isNotEqualTo(run.runId());
  }

  @Test
  @DisplayName("A8 keys of different owners have nothing to do with each other")
  void keysPerOwner() {
    store.start(Ask.closure().owner("a").key("k"), W1);
    store.start(Ask.closure().owner("a/b").key("k"), W1);
    store.start(Ask.closure().key("k"), W1);
    store.start(Ask.closure().owner("a").key("K"), W1);
    store.start(Ask.closure().owner("a"), W1);
    assertThat(store.rows()).hasSize(5);
  }

  @Test
  @DisplayName("A8 of many registrations with one key at the same time one is made")
  void keyRace() throws InterruptedException {
    List<Run> runs =
        together(
            4,
            thread ->
                switch (store.ask(Ask.closure().owner("a").key("k"), W1, 0)) {
                  case Registered registered -> registered.run();
                  case Known known -> known.run();
                  case Full full -> throw new AssertionError(full);
                });
    assertThat(runs).extracting(Run::runId).containsOnly(runs.get(0).runId());
    assertThat(store.rows()).hasSize(1);
  }
}
