package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.LEASE;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.applied;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Refused;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Mail that readers lease, confirm or give back (contract F16). */
abstract class PullConformance extends StoreSuite {
  private static final Duration TICK = Duration.ofMillis(1);

  PullConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private Run parked(String id) {
    return store.mail.ended(Ask.closure().owner("a").id(id).policy(Ask.PARKS));
  }

  @Test
  @DisplayName("F16 parked mail can be taken, in the order in which it became due")
  void parkedMail() {
    Run first = parked("1");
    store.pass(TICK);
    parked("2");
    store.pass(TICK);
    parked("3");
    List<Run> taken = store.mail.take("a", 2);
    assertThat(ids(taken)).containsExactly("1", "2");
    long lease = taken.get(0).mail().lease();
    assertThat(taken.get(0)).isEqualTo(applied(MailTransitions.claim(first, lease)));
    assertThat(store.now(first)).isEqualTo(taken.get(0));
    assertThat(ids(store.mail.take("a", 2))).containsExactly("3");
    assertThat(store.mail.take("a", 2)).isEmpty();
    assertThat(store.mail.take("nobody", 2)).isEmpty();
  }

  @Test
  @DisplayName("F16 with a sink registered, push and pull never hand out the same delivery")
  void pushAndPull() {
    store.openRoute(W1);
    for (String id : List.of("1", "2", "3")) {
      store.mail.ended("a", id);
      store.pass(TICK);
    }
    assertThat(ids(store.mail.take("a", 1))).containsExactly("1");
    assertThat(ids(store.mail.claim(W1, "a", 1, DrivenMail.MOST_BYTES))).containsExactly("2");
    assertThat(ids(store.mail.take("a", 9))).containsExactly("3");
    assertThat(store.mail.claim(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName("F16 only what is due can be taken")
  void notDue() {
    store.openRoute(W1);
    store.mail.ended("a", "retrying");
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.ended("a", "held");
    store.mail.hold(W1, "h", "held");
    store.end(store.start(Ask.closure().owner("a"), W1), DrivenStore.returned("still there"));
    store.mail.ended("b", "foreign");
    store.mail.ended("", "unowned");
    assertThat(store.mail.take("a", 9)).isEmpty();
  }

  @Test
  @DisplayName("F16 of these runs only, and only those that are due and the owner's")
  void ofTheseRuns() {
    for (String id : List.of("1", "2", "3", "4")) {
      parked(id);
      store.pass(TICK);
    }
    store.mail.hold(W1, "h", "4");
    store.mail.ended("b", "foreign");
    assertThat(ids(store.mail.takeOf("a", "3", "unknown", "4", "foreign", "1")))
        .containsExactly("3", "1");
    assertThat(ids(store.mail.take("a", 9))).containsExactly("2");
  }

  @Test
  @DisplayName("F16 what is confirmed is delivered")
  void confirmed() {
    parked("run");
    Run taken = store.mail.takeOne("a");
    assertThat(store.mail.succeed(taken)).isEqualTo(MailTransitions.deliver(taken));
    store.pass(LEASE);
    store.sweep();
    assertThat(store.mail.take("a", 9)).isEmpty();
    assertThat(store.mail.status(taken)).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F16 what is given back is due at once, and its lease is worth nothing any more")
  void givenBack() {
    parked("1");
    store.pass(TICK);
    parked("2");
    List<Run> taken = store.mail.take("a", 9);
    Run stale = taken.get(0);
    assertThat(store.mail.giveBack(stale, taken.get(1))).isEqualTo(2);
    assertThat(store.now(stale))
        .isEqualTo(applied(MailTransitions.giveBack(stale, stale.mail().lease())));
    assertThat(store.mail.giveBack(stale)).isZero();
    Run again = store.mail.take("a", 9).get(0);
    assertThat(again.mail().attempts()).isEqualTo(2);
    assertThat(store.mail.giveBack(stale)).isZero();
    assertThat(store.now(again)).isEqualTo(again);
  }

  @Test
  @DisplayName("F16 of what is given back only that counts which was still leased")
  void givenBackInPart() {
    parked("1");
    parked("2");
    List<Run> taken = store.mail.take("a", 9);
    store.mail.succeed(taken.get(0));
    assertThat(store.mail.giveBack(taken.get(0), taken.get(1))).isEqualTo(1);
    assertThat(DrivenMail.statuses(store.rows()))
        .containsExactlyInAnyOrder(DeliveryStatus.DELIVERED, DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F16 what is not confirmed in time is due again")
  void leaseEnds() {
    parked("run");
    Run taken = store.mail.takeOne("a");
    assertThat(store.sweep().next()).contains(LEASE);
    store.pass(LEASE.minusMillis(1));
    assertThat(store.sweep().next()).contains(TICK);
    assertThat(store.now(taken)).isEqualTo(taken);
    store.pass(TICK);
    store.sweep();
    assertThat(store.mail.status(taken)).isEqualTo(DeliveryStatus.WAITING);
    assertThat(store.mail.counts().parked()).isEqualTo(1);
    store.openRoute(W1);
    Run again = store.mail.claimOne(W1, "a");
    assertThat(again.mail().attempts()).isEqualTo(2);
    assertThat(store.mail.fail(taken)).isInstanceOf(Refused.class);
    assertThat(store.now(taken)).isEqualTo(again);
  }

  @Test
  @DisplayName("F16 a confirmation counts though the lease is over, if it is the first success")
  void confirmedLate() {
    parked("run");
    Run taken = store.mail.takeOne("a");
    store.pass(LEASE);
    store.sweep();
    store.mail.succeed(taken);
    assertThat(store.mail.status(taken)).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(store.mail.take("a", 9)).isEmpty();
  }

  @Test
  @DisplayName("F16 a lease ends though the delivery was held meanwhile; then it is held")
  void heldWhileLeased() {
    parked("run");
    Run taken = store.mail.takeOne("a");
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.status(taken)).isEqualTo(DeliveryStatus.IN_FLIGHT);
    store.pass(LEASE);
    store.sweep();
    assertThat(store.now(taken).mail().isHeld()).isTrue();
    assertThat(store.mail.take("a", 9)).isEmpty();
    store.mail.release(W1, "h", "run");
    assertThat(ids(store.mail.take("a", 9))).containsExactly("run");
  }

  @Test
  @DisplayName("F16 a lease ends though a hold has come and gone meanwhile")
  void holdComesAndGoes() {
    parked("run");
    store.mail.takeOne("a");
    store.mail.hold(W1, "h", "run");
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.take("a", 9)).isEmpty();
    store.pass(LEASE);
    store.sweep();
    assertThat(ids(store.mail.take("a", 9))).containsExactly("run");
  }

  @Test
  @DisplayName("F16 a lease ends though the body is gone meanwhile")
  void settledWhileLeased() {
    Run run = store.start(Ask.closure().owner("a").policy(Ask.PARKS), W1);
    store.giveUp(store.end(run, DrivenStore.returned("text")));
    store.mail.takeOne("a");
    store.settle(store.now(run));
    store.pass(LEASE);
    store.sweep();
    assertThat(ids(store.mail.take("a", 9))).containsExactly(run.id());
  }

  @Test
  @DisplayName("F16 leases that end never make a dead letter")
  void neverDead() {
    Ask ask = Ask.closure().owner("a").policy(Ask.PARKS).maxAttempts(1).deliveryTtl(LEASE);
    Run run = store.mail.ended(ask);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(store.mail.takeOne("a").mail().attempts()).isEqualTo(attempt);
      store.pass(LEASE);
      store.sweep();
    }
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F16 a lease longer than any life does not end")
  void endless() {
    parked("run");
    store.submit(new MailStep.TakeMail("a", 1, Duration.ofSeconds(Long.MAX_VALUE)));
    store.pass(Duration.ofDays(1_000));
    store.sweep();
    assertThat(store.mail.take("a", 9)).isEmpty();
    assertThat(store.store.queuedMail(JobFilter.all())).hasSize(1);
  }
}
