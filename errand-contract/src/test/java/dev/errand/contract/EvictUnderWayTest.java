package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.BatchDeliverySink;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.TakenDeliveries;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract H2: what sinks, readers and waiters notice when a run is forgotten under their hands.
 */
class EvictUnderWayTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  private void done(String id, String owner) {
    manager.register("task", "label", DONE, options().id(id).owner(owner).build());
    time.runReady();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("H2 a call in flight is not retried, whether it fails or not; the lane goes on")
  void callInFlight(boolean fails) {
    sink.answerTo("a", Answer.hang());
    done("a", "me");
    done("b", "me");
    assertThat(manager.evict(JobFilter.all())).isEqualTo(2);
    done("c", "me");
    assertThat(manager.deliveryState().queued()).as("only the new one").isEqualTo(1);
    if (fails) {
      sink.lastCall().fail("no");
    } else {
      sink.lastCall().succeed();
    }
    time.advance(Duration.ofDays(1));
    assertThat(sink.jobIds()).containsExactly("a", "c");
    assertThat(manager.allJobs()).isEmpty();
  }

  @Test
  @DisplayName("H2 a call in flight that runs into its time-out is not retried either")
  void callTimesOut() {
    sink.answer(Answer.hang());
    done("a", "me");
    manager.evict(JobFilter.all());
    time.advance(Duration.ofDays(1));
    assertThat(sink.calls()).hasSize(1);
    assertThat(sink.lastCall().interruptedAt()).isPresent();
  }

  @Test
  @DisplayName("H2 a failing call of a forgotten run says nothing about the next run of its id")
  void namesake() {
    sink.answerNext(Answer.hang());
    done("a", "me");
    manager.evict(JobFilter.all());
    done("a", "you");
    sink.calls().get(0).fail("no");
    time.advance(Duration.ofMinutes(1));
    assertThat(job(manager, "a").delivery().attempts()).isEqualTo(1);
    assertThat(job(manager, "a").delivery().lastError()).isEmpty();
    assertThat(sink.calls()).hasSize(2);
    assertThat(sink.lastCall().delivery().owner()).contains("you");
  }

  @Test
  @DisplayName("H2 of a batch in flight only what was not forgotten is retried")
  void batchInFlight() {
    List<List<String>> calls = new ArrayList<>();
    var mayFail = time.latch();
    BatchDeliverySink batches =
        deliveries -> {
          calls.add(deliveries.stream().map(Delivery::jobId).toList());
          if (calls.size() == 1) {
            mayFail.await(Duration.ofSeconds(20));
            throw new IllegalStateException("all of them");
          }
          return BatchDeliverySink.all(deliveries);
        };
    AsyncJobManager routed = manager(builder -> builder.routeByOwner());
    routed.register("task", "label", DONE, options().id("a").owner("me").build());
    time.runReady();
    routed.registerBatchDeliverySink("me", batches);
    time.runReady();
    routed.evict(JobFilter.all());
    routed.register("task", "label", DONE, options().id("b").owner("me").build());
    mayFail.open();
    time.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  @DisplayName("H2 what a reader has leased cannot be confirmed any more, and does not come back")
  void leased() {
    AsyncJobManager routed = manager(builder -> builder.routeByOwner());
    routed.register("task", "label", DONE, options().id("a").owner("me").build());
    time.runReady();
    TakenDeliveries taken = routed.takeDeliveries("me", 10);
    String deliveryId = taken.deliveries().get(0).deliveryId();
    routed.evict(JobFilter.all());
    assertThat(taken.confirm(deliveryId)).isFalse();
    taken.close();
    time.advance(Duration.ofMinutes(2));
    assertThat(routed.takeDeliveries("me", 10).deliveries()).isEmpty();
  }

  @Test
  @DisplayName("H2 a waiter gets a run that was forgotten meanwhile, and is told so")
  void waiter() throws InterruptedException {
    done("first", "me");
    ScriptedBody last = ScriptedBody.of(time);
    ScriptedBody middle = ScriptedBody.of(time);
    manager.register("task", "label", middle, options().id("middle").owner("me").build());
    manager.register("task", "label", last, options().id("last").owner("me").build());
    time.start(
        "forgets",
        () -> {
          middle.complete("result");
          pause();
          manager.evict(JobFilter.owner("me"));
          last.complete("result");
        });
    try (Awaited awaited =
        manager.awaitJobs(
            List.of("middle", "last"), AwaitMode.ALL, Duration.ofMinutes(1), JobFilter.all())) {
      assertThat(awaited.met()).isTrue();
      assertThat(awaited.jobs()).extracting(Job::id).containsExactly("middle", "last");
      assertThat(awaited.evicted()).containsExactly("middle");
      assertThat(awaited.unknown()).isEmpty();
      assertThat(awaited.jobs().get(0).end().orElseThrow().text()).isEqualTo("result");
      awaited.consume();
    }
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.jobIds()).as("nothing of the two goes out").containsExactly("first");
  }

  @Test
  @DisplayName("H2 a drain is over when what it waits for is forgotten")
  void drain() throws InterruptedException {
    sink.answer(Answer.fail("no"));
    done("a", "me");
    time.start(
        "forgets",
        () -> {
          pause();
          manager.evict(JobFilter.all());
        });
    var before = time.now();
    assertThat(manager.drainDeliveries(Duration.ofHours(1))).isTrue();
    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofMillis(100));
  }

  private void pause() {
    try {
      time.sleep(Duration.ofMillis(100));
    } catch (InterruptedException nobodyDoes) {
      throw new IllegalStateException(nobodyDoes);
    }
  }
}
