package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.BatchDeliverySink;
import dev.errand.Delivery;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryStatus;
import dev.errand.spi.TimeAndThreads.Latch;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F9: what becomes of a batch that failed, in whole or in part. */
class BatchSinkFailureTest extends MailContractTest {
  private final RecordingBatchSink batches = new RecordingBatchSink();
  private final AsyncJobManager manager = parking();

  /** Alice's sink gets a, b and c in one call and answers it like this. */
  private void deliverThree(BatchDeliverySink answer) {
    batches.answerNext(answer);
    ended(manager, "a", "b", "c");
    manager.registerBatchDeliverySink("alice", batches);
    time.runReady();
    assertThat(batches.jobIds()).containsExactly(List.of("a", "b", "c"));
  }

  private DeliveryInfo info(String id) {
    return job(manager, id).delivery();
  }

  private List<List<String>> callsAfterTheFirst() {
    return batches.jobIds().subList(1, batches.jobIds().size());
  }

  @Test
  @DisplayName("F9 the ids that a batch sink returns are accepted, and only those")
  void accepted() {
    deliverThree(
        deliveries -> List.of(deliveries.get(2).deliveryId(), deliveries.get(0).deliveryId()));

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "c")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(info("b").status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(info("b").attempts()).isOne();
    assertThat(info("b").lastError()).isPresent();
    assertThat(info("b").nextAttemptAt().orElseThrow())
        .isBetween(time.now().plusMillis(500), time.now().plusMillis(700));

    time.advance(HOUR);
    assertThat(callsAfterTheFirst()).containsExactly(List.of("b"));
    assertThat(batches.calls().get(1).get(0).attempt()).isEqualTo(2);
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F9 a batch sink that returns no ids has accepted nothing")
  void acceptedNone() {
    deliverThree(deliveries -> List.of());

    assertThat(List.of("a", "b", "c"))
        .allMatch(id -> info(id).status() == DeliveryStatus.WAITING && info(id).attempts() == 1);
  }

  @Test
  @DisplayName("F9 ids that were not in the batch, and ids said twice, accept nothing more")
  void foreignIds() {
    ended(manager, "other", "bob", DONE);
    String foreign = "d-" + job(manager, "other").runId();
    deliverThree(deliveries -> {
      String mine = deliveries.get(1).deliveryId();
      return List.of(mine, mine, foreign, "d-nonsense", "");
    });

    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(List.of("a", "c", "other"))
        .allMatch(id -> status(manager, id) == DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F9 a batch sink that returns null has accepted nothing, and hears so")
  void returnsNull() {
    deliverThree(deliveries -> null);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(info("a").lastError().orElseThrow()).contains("null");
  }

  @Test
  @DisplayName("F9 throwing fails all, and they are tried again one by one, each under its id")
  void throwing() {
    deliverThree(RecordingBatchSink.failing("out of order"));
    List<Delivery> first = batches.calls().get(0);
    for (Delivery delivery : first) {
      assertThat(info(delivery.jobId()).status()).isEqualTo(DeliveryStatus.WAITING);
      assertThat(info(delivery.jobId()).lastError()).contains("out of order");
    }

    time.advance(Duration.ofMillis(499));
    assertThat(callsAfterTheFirst()).isEmpty();
    time.advance(Duration.ofMillis(202));

    assertThat(callsAfterTheFirst())
        .containsExactlyInAnyOrder(List.of("a"), List.of("b"), List.of("c"));
    assertThat(batches.calls().subList(1, 4))
        .allMatch(call -> call.get(0).attempt() == 2)
        .flatExtracting(call -> call)
        .extracting(Delivery::deliveryId)
        .containsExactlyInAnyOrderElementsOf(first.stream().map(Delivery::deliveryId).toList());
    assertThat(manager.deliveryState().queued()).isZero();
  }

  @Test
  @DisplayName("F9 one bad item does not keep the others of its batch from being delivered")
  void oneBadItem() {
    BatchDeliverySink refusesB =
        deliveries -> {
          if (jobIds(deliveries).contains("b")) {
            throw new IllegalArgumentException("not b");
          }
          return BatchDeliverySink.all(deliveries);
        };
    batches.answer(refusesB);
    deliverThree(refusesB);

    time.advance(SECOND);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "c")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(info("b").status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(info("b").attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("F9 what was once in a failed batch comes alone at every later attempt")
  void aloneForEver() {
    batches.answer(RecordingBatchSink.failing("still out of order"));
    deliverThree(RecordingBatchSink.failing("out of order"));

    time.advance(Duration.ofMinutes(5));

    assertThat(callsAfterTheFirst()).hasSizeGreaterThan(9).allMatch(call -> call.size() == 1);
  }

  @Test
  @DisplayName("F9 new results come in batches still, and not along with one that failed")
  void newResults() {
    deliverThree(RecordingBatchSink.failing("out of order"));
    Latch free = time.latch();
    batches.answerNext(deliveries -> {
      boolean unused = free.await(HOUR);
      return BatchDeliverySink.all(deliveries);
    });
    ended(manager, "busy", "d", "e");
    time.advance(SECOND);
    ended(manager, "f", "g");
    free.open();
    time.runReady();

    assertThat(callsAfterTheFirst())
        .contains(List.of("a"), List.of("b"), List.of("c"))
        .filteredOn(call -> call.size() > 1)
        .flatMap(call -> call)
        .contains("d", "e", "f", "g")
        .doesNotContain("a", "b", "c");
  }

  @Test
  @DisplayName("F9 a batch call that takes too long has failed for all")
  void tooLong() {
    deliverThree(deliveries -> {
      time.sleep(HOUR);
      return BatchDeliverySink.all(deliveries);
    });

    time.advance(Duration.ofSeconds(29));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.IN_FLIGHT);
    time.advance(Duration.ofSeconds(2));

    assertThat(callsAfterTheFirst()).hasSize(3).allMatch(call -> call.size() == 1);
    assertThat(List.of("a", "b", "c"))
        .allMatch(
            id -> status(manager, id) == DeliveryStatus.DELIVERED && info(id).attempts() == 2);
  }

  @Test
  @DisplayName("F9 a batch call that returns too late concludes what it accepted, and nothing else")
  void late() {
    ScriptedBody waiter = ScriptedBody.ignoringCancel(time); // it waits through the interrupt
    deliverThree(deliveries -> {
      var unused = waiter.run(null);
      return List.of(deliveries.get(0).deliveryId(), deliveries.get(1).deliveryId());
    });
    time.advance(Duration.ofSeconds(40));
    assertThat(callsAfterTheFirst()).as("the lane is busy until it returns").isEmpty();

    waiter.complete("at last");
    time.runReady();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(callsAfterTheFirst()).containsExactly(List.of("c"));
  }
}
