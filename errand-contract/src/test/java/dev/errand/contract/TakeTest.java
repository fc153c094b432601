package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.JobResult;
import dev.errand.TakenDeliveries;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F16: a reader takes an owner's mail, and confirms or releases it. */
class TakeTest extends MailContractTest {
  private final AsyncJobManager manager = parking();

  private List<String> take(int max) {
    return jobIds(manager.takeDeliveries("alice", max).deliveries());
  }

  private static String idOf(TakenDeliveries taken, int index) {
    return taken.deliveries().get(index).deliveryId();
  }

  @Test
  @DisplayName("F16 a reader gets an owner's parked mail, in the order in which it became due")
  void parked() {
    ScriptedBody first = running(manager, "registered first");
    ended(manager, "ended first", "alice", context -> JobResult.of("the text"));
    ended(manager, "of bob", "bob", DONE);
    end(first);

    List<Delivery> taken = manager.takeDeliveries("alice", 10).deliveries();

    assertThat(jobIds(taken)).containsExactly("ended first", "registered first");
    Delivery delivery = taken.get(0);
    assertThat(delivery.text()).isEqualTo("the text");
    assertThat(delivery.attempt()).isOne();
    assertThat(delivery.owner()).contains("alice");
    assertThat(delivery.deliveryId()).isEqualTo("d-" + job(manager, "ended first").runId());
    assertThat(status(manager, "ended first")).isEqualTo(DeliveryStatus.IN_FLIGHT);
  }

  @Test
  @DisplayName("F16 no more than asked for; the rest stays for the next reader")
  void max() {
    ended(manager, "a", "b", "c");

    assertThat(take(2)).containsExactly("a", "b");
    assertThat(take(2)).containsExactly("c");
    assertThat(take(2)).isEmpty();
  }

  @Test
  @DisplayName("F16 without mail a reader gets nothing at once, whoever asks")
  void nothing() {
    running(manager, "goes on");

    TakenDeliveries taken = manager.takeDeliveries("alice", Integer.MAX_VALUE);

    assertThat(taken.deliveries()).isEmpty();
    assertThat(taken.confirmAll()).isZero();
    taken.close();
    assertThat(manager.takeDeliveries("nobody", 1).deliveries()).isEmpty();
  }

  @Test
  @DisplayName("F16 an owner is exactly that owner: not its children, not unowned jobs")
  void exactOwner() {
    ended(manager, "child", "alice/child", DONE);
    manager.register("task", "label", DONE);
    time.runReady();

    assertThat(take(10)).isEmpty();
  }

  @Test
  @DisplayName("F16 held, acknowledged and unsettled results are not handed out")
  void notDue() {
    ended(manager, "held", "acknowledged", "due");
    manager.hold("held");
    manager.acknowledgeDeliveries(List.of("acknowledged"));

    assertThat(take(10)).containsExactly("due");
  }

  @Test
  @DisplayName("F16 a confirmed delivery is concluded, and never comes again")
  void confirmed() {
    ended(manager, "a", "b");
    TakenDeliveries taken = manager.takeDeliveries("alice", 10);

    assertThat(taken.confirm(idOf(taken, 0))).isTrue();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.IN_FLIGHT);
    assertThat(taken.confirm(idOf(taken, 0))).as("the second time").isFalse();
    assertThat(taken.release(idOf(taken, 0))).as("after it was confirmed").isFalse();

    taken.close();
    assertThat(take(10)).containsExactly("b");
  }

  @Test
  @DisplayName("F16 confirmAll confirms what is left, and says how many")
  void confirmAll() {
    ended(manager, "a", "b", "c");
    TakenDeliveries taken = manager.takeDeliveries("alice", 10);
    taken.confirm(idOf(taken, 1));

    assertThat(taken.confirmAll()).isEqualTo(2);
    assertThat(taken.confirmAll()).isZero();

    assertThat(List.of("a", "b", "c"))
        .allMatch(id -> status(manager, id) == DeliveryStatus.DELIVERED);
    assertThat(taken.deliveries()).as("what was taken stays to be read").hasSize(3);
  }

  @Test
  @DisplayName("F16 only what this reader took can be confirmed or released through it")
  void foreignIds() {
    ended(manager, "a", "b");
    TakenDeliveries one = manager.takeDeliveries("alice", 1);
    TakenDeliveries two = manager.takeDeliveries("alice", 1);

    assertThat(one.confirm(idOf(two, 0))).isFalse();
    assertThat(one.release(idOf(two, 0))).isFalse();
    assertThat(one.confirm("d-nonsense")).isFalse();
    assertThat(one.release("")).isFalse();

    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.IN_FLIGHT);
  }

  @Test
  @DisplayName("F16 a released delivery is due again at once, under the same id")
  void released() {
    ended(manager, "a");
    TakenDeliveries taken = manager.takeDeliveries("alice", 1);

    assertThat(taken.release(idOf(taken, 0))).isTrue();
    assertThat(taken.release(idOf(taken, 0))).as("the second time").isFalse();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);

    TakenDeliveries again = manager.takeDeliveries("alice", 1);
    assertThat(idOf(again, 0)).isEqualTo(idOf(taken, 0));
    assertThat(again.deliveries().get(0).attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("F16 closing a reader releases what it has not confirmed; closing it twice is once")
  void closed() {
    ended(manager, "a", "b");
    TakenDeliveries taken = manager.takeDeliveries("alice", 10);
    taken.confirm(idOf(taken, 0));
    taken.close();
    TakenDeliveries again = manager.takeDeliveries("alice", 10);
    assertThat(jobIds(again.deliveries())).containsExactly("b");

    taken.close();

    assertThat(status(manager, "b"))
        .as("the second reader has it")
        .isEqualTo(DeliveryStatus.IN_FLIGHT);
    assertThat(take(10)).isEmpty();
    assertThat(taken.confirm(idOf(taken, 1))).as("given back long ago").isFalse();
    assertThat(again.confirmAll()).isOne();
  }

  @Test
  @DisplayName("F16 reading alone never makes a dead letter")
  void neverDead() {
    AsyncJobManager strict =
        manager(builder -> builder.routeByOwner().maxAttempts(2).deliveryTtl(HOUR));
    ended(strict, "a");
    for (int i = 0; i < 5; i++) {
      strict.takeDeliveries("alice", 1).close();
      strict.takeDeliveries("alice", 1); // this lease just runs out
      time.advance(Duration.ofMinutes(61));
    }

    assertThat(strict.deadLetters(ALL)).isEmpty();
    assertThat(strict.takeDeliveries("alice", 1).deliveries()).hasSize(1);
  }

  @Test
  @DisplayName("F16 two readers never have the same delivery")
  void readersShare() {
    for (int i = 0; i < 20; i++) {
      ended(manager, "job " + i);
    }
    List<Forked<TakenDeliveries>> readers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      readers.add(new Forked<>(time, () -> manager.takeDeliveries("alice", 3)));
    }
    time.runReady();

    List<String> all = new ArrayList<>();
    readers.forEach(reader -> all.addAll(jobIds(reader.result().deliveries())));
    assertThat(all).hasSize(20);
    assertThat(new HashSet<>(all)).hasSize(20);
  }

  @Test
  @DisplayName("F16 leased mail is pending, but no call of a sink")
  void counted() throws InterruptedException {
    ended(manager, "a");
    TakenDeliveries taken = manager.takeDeliveries("alice", 1);

    DeliveryState state = manager.deliveryState(ALICE);
    assertThat(state.queued()).isOne();
    assertThat(state.delivering()).isZero();
    assertThat(state.parked()).isZero();
    assertThat(state.nextRetryAt()).isEmpty();
    assertThat(manager.drainDeliveries(SECOND)).isFalse();

    taken.confirmAll();
    assertThat(manager.drainDeliveries(SECOND)).isTrue();
  }
}
