package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.Subscription;
import dev.errand.TakenDeliveries;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F16: readers beside a sink. */
class TakeAndPushTest extends MailContractTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private final AsyncJobManager manager = parking();

  private TakenDeliveries take() {
    return manager.takeDeliveries("alice", 10);
  }

  @Test
  @DisplayName("F16 a sink that is registered does not get what a reader has, until it is released")
  void sinkComesLater() {
    ended(manager, "a", "b");
    TakenDeliveries taken = manager.takeDeliveries("alice", 1);
    manager.registerDeliverySink("alice", sink);
    time.advance(Duration.ofSeconds(30));
    assertThat(sink.jobIds()).containsExactly("b");

    taken.close();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("b", "a");
    assertThat(sink.lastCall().delivery().deliveryId())
        .isEqualTo(taken.deliveries().get(0).deliveryId());
    assertThat(sink.lastCall().attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("F16 a lease that runs out brings the delivery to the sink, after 60 s")
  void leaseRunsOut() {
    ended(manager, "a");
    take();
    manager.registerDeliverySink("alice", sink);
    time.advance(LEASE.minusMillis(1));
    assertThat(sink.calls()).isEmpty();

    time.advance(Duration.ofMillis(1));

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F16 a reader does not get what is in a call of the sink, but what waits behind it")
  void busySink() {
    manager.registerDeliverySink("alice", sink);
    sink.answerNext(Answer.hang());
    ended(manager, "in the call", "behind it");

    TakenDeliveries taken = take();
    assertThat(jobIds(taken.deliveries())).containsExactly("behind it");
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).as("the reader has the other one").containsExactly("in the call");
    assertThat(taken.confirmAll()).isOne();
    time.advance(LEASE);
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F16 a reader does not get what a batch sink is being called with")
  void busyBatchSink() {
    ended(manager, "a", "b");
    manager.registerBatchDeliverySink(
        "alice",
        deliveries -> {
          time.sleep(SECOND);
          return List.of(deliveries.get(0).deliveryId());
        });
    time.runReady();
    assertThat(take().deliveries()).isEmpty();

    time.advance(SECOND);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F16 what waits for its retry is not due, and not handed out before its time")
  void waitsForItsRetry() {
    manager.registerDeliverySink("alice", sink);
    sink.answerNext(Answer.fail("no"), Answer.hang());
    ended(manager, "failed");
    assertThat(take().deliveries()).isEmpty();
    ended(manager, "in the call");

    time.advance(FIRST_RETRY);

    TakenDeliveries taken = take();
    assertThat(jobIds(taken.deliveries())).containsExactly("failed");
    assertThat(taken.deliveries()).extracting(Delivery::attempt).containsExactly(2);
    assertThat(taken.confirmAll()).isOne();
  }

  @Test
  @DisplayName("F16 with a catch-all sink an owner's mail can be pulled as well")
  void catchAll() {
    AsyncJobManager delivering = delivering();
    sink.answerNext(Answer.hang());
    ended(delivering, "in the call", "behind it");

    TakenDeliveries taken = delivering.takeDeliveries("alice", 10);

    assertThat(jobIds(taken.deliveries())).containsExactly("behind it");
    assertThat(taken.confirmAll()).isOne();
    assertThat(status(delivering, "behind it")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F16 mail that lost its sink is parked, and can be pulled")
  void sinkGoes() {
    Subscription registration = manager.registerDeliverySink("alice", sink);
    sink.answerNext(Answer.hang());
    ended(manager, "in the call", "behind it");
    registration.close();

    assertThat(jobIds(take().deliveries())).containsExactly("behind it");
    sink.lastCall().succeed();
    time.runReady();
    assertThat(status(manager, "in the call")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F16 in many orders: push and pull never have the same delivery at the same time")
  void manyOrders() {
    for (long seed = 1; seed <= 100; seed++) {
      VirtualTime anyOrder = VirtualTime.seeded(seed);
      AsyncJobManager mixed =
          AsyncJobManager.builder().timeAndThreads(anyOrder).routeByOwner().build();
      Set<String> inHand = new HashSet<>();
      Set<String> concluded = new HashSet<>();
      // What a sink throws is a failed attempt and no more; so it notes what it finds.
      List<String> foundTwice = new ArrayList<>();
      mixed.registerDeliverySink(
          "alice",
          delivery -> {
            if (!inHand.add(delivery.deliveryId())) {
              foundTwice.add("in hand: " + delivery.jobId());
            }
            anyOrder.sleep(Duration.ofMillis(3));
            inHand.remove(delivery.deliveryId());
            if (delivery.attempt() % 2 == 1) {
              throw new IllegalStateException("no");
            }
            if (!concluded.add(delivery.deliveryId())) {
              foundTwice.add("concluded: " + delivery.jobId());
            }
          });
      for (int i = 0; i < 12; i++) {
        mixed.register("task", "label", DONE, options().owner("alice").build());
      }
      Forked<Integer> reader =
          new Forked<>(anyOrder, () -> readThemAll(mixed, anyOrder, inHand, concluded));

      anyOrder.advance(Duration.ofMinutes(5));

      assertThat(foundTwice).as("seed %d", seed).isEmpty();
      assertThat(reader.result()).as("seed %d", seed).isPositive();
      assertThat(concluded).as("seed %d", seed).hasSize(12);
      assertThat(mixed.deliveryState().queued()).as("seed %d", seed).isZero();
      mixed.close(Duration.ZERO);
    }
  }

  /** Reads now and then; confirms one half and gives the other half back. */
  private static int readThemAll(
      AsyncJobManager mixed, VirtualTime anyOrder, Set<String> inHand, Set<String> concluded)
      throws InterruptedException {
    int taken = 0;
    for (int i = 0; i < 40; i++) {
      try (TakenDeliveries mail = mixed.takeDeliveries("alice", 2)) {
        for (Delivery delivery : mail.deliveries()) {
          assertThat(inHand.add(delivery.deliveryId())).as("pulled").isTrue();
          taken++;
        }
        anyOrder.sleep(Duration.ofMillis(5));
        for (int n = 0; n < mail.deliveries().size(); n++) {
          String id = mail.deliveries().get(n).deliveryId();
          inHand.remove(id);
          if (n == 0) {
            assertThat(mail.confirm(id)).isTrue();
            assertThat(concluded.add(id)).isTrue();
          }
        }
      }
    }
    return taken;
  }
}
