package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.TakenDeliveries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F16: how long a lease lasts, and what happens to the mail meanwhile. */
class TakeLeaseTest extends MailContractTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration JUST_BEFORE = LEASE.minusMillis(1);

  private final AsyncJobManager manager = parking();

  private TakenDeliveries take() {
    return manager.takeDeliveries("alice", 10);
  }

  private static String onlyId(TakenDeliveries taken) {
    assertThat(taken.deliveries()).hasSize(1);
    return taken.deliveries().get(0).deliveryId();
  }

  @Test
  @DisplayName("F16 unconfirmed mail is due again after 60 s, and not before, under the same id")
  void expires() {
    ended(manager, "a");
    String id = onlyId(take());

    time.advance(JUST_BEFORE);
    assertThat(take().deliveries()).isEmpty();
    time.advance(Duration.ofMillis(1));

    TakenDeliveries again = take();
    assertThat(onlyId(again)).isEqualTo(id);
    assertThat(again.deliveries()).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  @DisplayName("F16 each lease lasts 60 s from its own beginning")
  void eachItsOwn() {
    ended(manager, "a", "b");
    manager.takeDeliveries("alice", 1);
    time.advance(Duration.ofSeconds(30));
    manager.takeDeliveries("alice", 1);

    time.advance(Duration.ofSeconds(30));
    assertThat(jobIds(take().deliveries())).containsExactly("a");
    time.advance(Duration.ofSeconds(30));
    assertThat(jobIds(take().deliveries())).containsExactly("b");
  }

  @Test
  @DisplayName("F16 what was confirmed within its lease does not come back when that is over")
  void confirmedInTime() {
    ended(manager, "a");
    TakenDeliveries taken = take();
    time.advance(JUST_BEFORE);
    assertThat(taken.confirm(onlyId(taken))).isTrue();

    time.advance(LEASE);

    assertThat(take().deliveries()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F16 a late confirmation counts, as long as nobody else has concluded it")
  void confirmedLate() {
    ended(manager, "a");
    TakenDeliveries late = take();
    time.advance(LEASE);
    TakenDeliveries second = take();

    assertThat(late.confirm(onlyId(late))).isTrue();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(second.confirm(onlyId(second))).as("it was concluded before").isFalse();
    second.close();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(take().deliveries()).isEmpty();
  }

  @Test
  @DisplayName("F16 releasing or closing late does not touch the next reader's lease")
  void releasedLate() {
    ended(manager, "a", "b");
    TakenDeliveries late = take();
    time.advance(LEASE);
    TakenDeliveries second = take();

    assertThat(late.release(late.deliveries().get(0).deliveryId())).isFalse();
    late.close();

    assertThat(take().deliveries()).isEmpty();
    assertThat(second.confirmAll()).isEqualTo(2);
  }

  @Test
  @DisplayName("F16 leased mail can be acknowledged: it is not due again, and cannot be confirmed")
  void acknowledged() {
    ended(manager, "a");
    TakenDeliveries taken = take();

    assertThat(manager.acknowledgeDeliveries(List.of("a"))).as("in flight").isZero();
    assertThat(taken.confirm(onlyId(taken))).isFalse();
    time.advance(LEASE);

    assertThat(take().deliveries()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F16 a hold does not recall a lease: confirming concludes the delivery")
  void heldAndConfirmed() {
    ended(manager, "a");
    TakenDeliveries taken = take();
    Hold hold = manager.hold("a").orElseThrow();

    assertThat(taken.confirm(onlyId(taken))).isTrue();
    hold.close();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(take().deliveries()).isEmpty();
  }

  @Test
  @DisplayName("F16 leased mail that was held meanwhile is held after its release")
  void heldAndReleased() {
    ended(manager, "a");
    TakenDeliveries taken = take();
    Hold hold = manager.hold("a").orElseThrow();
    taken.close();
    assertThat(take().deliveries()).isEmpty();
    assertThat(manager.deliveryState().held()).isOne();

    hold.close();

    assertThat(take().deliveries()).hasSize(1);
  }

  @Test
  @DisplayName("F16 a lease runs out after 60 s also when it is held meanwhile, and stays held")
  void heldAndExpired() {
    ended(manager, "a");
    take();
    Hold hold = manager.hold("a").orElseThrow();
    time.advance(LEASE);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(take().deliveries()).isEmpty();

    hold.close();

    assertThat(take().deliveries()).hasSize(1);
  }

  @Test
  @DisplayName("F16 a lease runs out after 60 s also when a hold came and went meanwhile")
  void heldForAWhile() {
    ended(manager, "a");
    take();
    time.advance(Duration.ofSeconds(10));
    Hold hold = manager.hold("a").orElseThrow();
    time.advance(Duration.ofSeconds(10));
    hold.close();
    assertThat(take().deliveries()).as("somebody has it still").isEmpty();

    time.advance(Duration.ofSeconds(40));

    assertThat(take().deliveries()).hasSize(1);
  }

  @Test
  @DisplayName("F16 leased mail that was forgotten cannot be confirmed, and does not come back")
  void evicted() {
    ended(manager, "a");
    TakenDeliveries taken = take();
    manager.evict(ALICE);

    assertThat(taken.confirm(onlyId(taken))).isFalse();
    taken.close();
    time.advance(LEASE);

    assertThat(take().deliveries()).isEmpty();
    assertThat(manager.deliveryState().queued()).isZero();
  }
}
