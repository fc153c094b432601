package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F7: at least once at the sink, exactly once for who keys by the delivery id. */
class DeliveryIdTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  private static List<String> deliveryIds(RecordingSink sink) {
    return sink.calls().stream().map(call -> call.delivery().deliveryId()).distinct().toList();
  }

  @Test
  @DisplayName("F7 the delivery id is the same at every attempt, failed and timed out ones too")
  void everyAttempt() {
    sink.answerNext(Answer.fail("no"), Answer.hang(), Answer.hangStubbornly(), Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofMinutes(10));

    assertThat(sink.calls()).hasSize(5);
    assertThat(deliveryIds(sink)).hasSize(1);
    assertThat(deliveryIds(sink).getFirst()).isNotBlank();
    sink.calls().get(2).succeed();
  }

  @Test
  @DisplayName("F7 no two runs have the same delivery id, also when they have the same job id")
  void everyRun() {
    for (int i = 0; i < 100; i++) {
      end(manager, "a");
      manager.evict(JobFilter.all());
      end(manager, "b-" + i);
    }
    assertThat(sink.calls()).hasSize(200);
    assertThat(deliveryIds(sink)).hasSize(200);
  }

  @Test
  @DisplayName("F7 no two managers give out the same delivery id")
  void everyManager() {
    AsyncJobManager other = manager(builder -> builder.onJobComplete(sink));
    end(manager, "a");
    end(other, "a");

    assertThat(deliveryIds(sink)).hasSize(2);
  }

  @Test
  @DisplayName("F7 the delivery id is the same at another sink")
  void anotherSink() {
    RecordingSink first = RecordingSink.of(time, Answer.fail("no"));
    manager.registerDeliverySink("me", first);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", sink);
    time.advance(Duration.ofMinutes(1));

    assertThat(deliveryIds(sink)).isEqualTo(deliveryIds(first)).hasSize(1);
  }

  @Test
  @DisplayName("F7 the delivery id is the same at the next manager of the store")
  void nextManager() {
    JobStore store = new MemoryStore(time);
    RecordingSink first = RecordingSink.of(time, Answer.fail("no"));
    AsyncJobManager before = manager(builder -> builder.sharedStore(store).onJobComplete(first));
    end(before, "a");
    assertThat(before.close(Duration.ZERO).undelivered()).hasSize(1);
    AsyncJobManager after = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    time.advance(Duration.ofMinutes(1));

    assertThat(deliveryIds(sink)).isEqualTo(deliveryIds(first)).hasSize(1);
    assertThat(status(after, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F7 a call that was in flight when its manager was closed goes out again")
  void inFlightAtClose() {
    JobStore store = new MemoryStore(time);
    RecordingSink first = RecordingSink.of(time, Answer.hangStubbornly());
    AsyncJobManager before = manager(builder -> builder.sharedStore(store).onJobComplete(first));
    end(before, "a");
    before.close(Duration.ofSeconds(1));
    manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    time.runReady();

    assertThat(deliveryIds(sink)).isEqualTo(deliveryIds(first)).hasSize(1);
    first.lastCall().succeed();
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F7 at least once: a sink that acts and then fails sees the delivery again")
  void atLeastOnce() {
    sink.answerNext(Answer.fail("acted, then failed"));
    end(manager, "a");
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a", "a");
  }

  @Test
  @DisplayName("F7 exactly once for a consumer that keys by the delivery id, however sinks fail")
  void exactlyOnce() {
    Random luck = new Random(7);
    Map<String, String> inbox = new LinkedHashMap<>();
    int[] repeated = new int[1];
    AsyncJobManager unlucky =
        manager(builder -> builder.onJobComplete(delivery -> act(delivery, luck, inbox, repeated)));
    for (int i = 0; i < 300; i++) {
      end(unlucky, "a-" + i, "owner-" + i % 10);
      time.advance(Duration.ofMillis(luck.nextInt(2_000)));
    }
    time.advance(Duration.ofHours(3));

    assertThat(unlucky.deliveryState().queued()).isZero();
    assertThat(repeated[0]).isGreaterThan(50);
    assertThat(inbox).hasSize(300);
    assertThat(inbox.values()).doesNotHaveDuplicates();
  }

  /** Fails before or after it acts, or takes too long: now and then each. */
  private void act(Delivery delivery, Random luck, Map<String, String> inbox, int[] repeated)
      throws Exception {
    int dice = luck.nextInt(6);
    if (dice == 0) {
      throw new IllegalStateException("before");
    }
    if (inbox.put(delivery.deliveryId(), delivery.text()) != null) {
      repeated[0]++;
    }
    if (dice == 1 || dice == 2) {
      throw new IllegalStateException("after");
    }
    if (dice == 3) {
      time.sleep(Duration.ofSeconds(luck.nextInt(60)));
    }
  }
}
