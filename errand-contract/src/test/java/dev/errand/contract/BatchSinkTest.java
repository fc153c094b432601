package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.JobResult;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F9: what a batch sink gets in one call. */
class BatchSinkTest extends MailContractTest {
  private static final int KIB = 1024;

  private final RecordingBatchSink batches = new RecordingBatchSink();
  private final AsyncJobManager manager = parking();

  private void registerSink() {
    manager.registerBatchDeliverySink("alice", batches);
    time.runReady();
  }

  private void ended(String id, int characters) {
    ended(manager, id, "alice", context -> JobResult.of("x".repeat(characters)));
  }

  @Test
  @DisplayName("F9 a batch sink takes all that is due for its owner in one call")
  void oneCall() {
    ended(manager, "a", "b");
    ended(manager, "of bob", "bob", DONE);
    ended(manager, "c");

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("a", "b", "c"));
    for (Delivery delivery : batches.calls().get(0)) {
      assertThat(delivery.attempt()).isOne();
      assertThat(delivery.text()).isEqualTo("done");
      assertThat(delivery.owner()).contains("alice");
      assertThat(delivery.deliveryId()).isEqualTo("d-" + delivery.runId());
      assertThat(status(manager, delivery.jobId())).isEqualTo(DeliveryStatus.DELIVERED);
    }
    assertThat(manager.deliveryState().parked()).as("Bob's").isOne();
  }

  @Test
  @DisplayName("F9 a single result that is due comes at once, in a call of its own")
  void single() {
    registerSink();

    ended(manager, "a");
    ended(manager, "b");

    assertThat(batches.jobIds()).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  @DisplayName("F9 a batch is in the order in which its items became due")
  void order() {
    ScriptedBody first = running(manager, "registered first");
    ended(manager, "ended first");
    end(first);

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("ended first", "registered first"));
  }

  @Test
  @DisplayName("F9 a batch has at most 100 items")
  void atMostHundred() {
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= 250; i++) {
      ended(manager, "job " + i);
      all.add("job " + i);
    }

    registerSink();

    assertThat(batches.jobIds())
        .containsExactly(all.subList(0, 100), all.subList(100, 200), all.subList(200, 250));
  }

  @Test
  @DisplayName("F9 a batch has at most 256 KiB: what just fits comes along")
  void fits() {
    ended("a", 128 * KIB);
    ended("b", 128 * KIB - 1);
    ended("c", 1);
    ended("d", 1);

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("a", "b", "c"), List.of("d"));
  }

  @Test
  @DisplayName("F9 the 256 KiB are bytes: of the text in UTF-8, and of the structured data")
  void bytes() {
    String twoBytesEach = "é".repeat(64 * KIB);
    JobResult half = JobResult.of(twoBytesEach);
    ended(manager, "a", "alice", context -> half);
    ended(manager, "b", "alice", context -> half);
    ended(manager, "c", "alice", context -> half);
    ended(manager, "d", "alice", context -> half.withData("1"));

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("a", "b"), List.of("c"), List.of("d"));
  }

  @Test
  @DisplayName("F9 an item that is bigger than a batch may be goes alone, in its turn")
  void biggerGoesAlone() {
    ended("a", 1);
    ended("big", 256 * KIB + 1);
    ended("b", 1);
    ended("c", 1);

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("a"), List.of("big"), List.of("b", "c"));
    assertThat(batches.calls().get(1).get(0).text()).hasSize(256 * KIB + 1);
  }

  @Test
  @DisplayName("F9 nothing comes along with an item that is bigger than a batch may be")
  void biggerComesFirst() {
    ended("big", 300 * KIB);
    ended("bigger", 1_000 * KIB);
    ended("empty", 0);

    registerSink();

    assertThat(batches.jobIds())
        .containsExactly(List.of("big"), List.of("bigger"), List.of("empty"));
  }

  @Test
  @DisplayName("F9 one call at a time: what becomes due meanwhile comes together in the next one")
  void meanwhile() {
    registerSink();
    batches.answerNext(deliveries -> {
      time.sleep(Duration.ofSeconds(5));
      return List.of(deliveries.get(0).deliveryId());
    });
    ended(manager, "a");
    ended(manager, "b", "c");
    assertThat(batches.jobIds()).containsExactly(List.of("a"));

    time.advance(Duration.ofSeconds(5));

    assertThat(batches.jobIds()).containsExactly(List.of("a"), List.of("b", "c"));
  }

  @Test
  @DisplayName("F9 held and acknowledged deliveries are not part of a batch")
  void heldAndAcknowledged() {
    ended(manager, "a", "held", "acknowledged", "b");
    manager.hold("held");
    manager.acknowledgeDeliveries(List.of("acknowledged"));

    registerSink();

    assertThat(batches.jobIds()).containsExactly(List.of("a", "b"));
  }
}
