package dev.errand.testkit;

import static dev.errand.DeliveryStatus.UNROUTED;
import static dev.errand.DeliveryStatus.WAITING;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.W3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Applied;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose mail goes where, and what becomes of mail without a sink (contract F2, F3, K4). */
abstract class RouteConformance extends StoreSuite {

  RouteConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  /** A run of this owner whose mail waits for a sink if there is none. */
  private Run parking(String owner, String id) {
    return store.mail.ended(Ask.closure().owner(DrivenMail.lane(owner)).id(id).policy(Ask.PARKS));
  }

  @Test
  @DisplayName("F2 the sink for all takes everything that has no sink of its own")
  void all() {
    store.mail.open(W1, JobFilter.all());
    store.mail.open(W2, "b");
    for (String owner : new String[] {"a", "b", "b/c", ""}) {
      store.mail.ended(owner, "of " + owner);
    }
    assertThat(store.mail.claimed(W1, "b")).isEmpty();
    assertThat(store.mail.claimed(W1, "a")).containsExactly("of a");
    assertThat(store.mail.claimed(W1, "b/c")).containsExactly("of b/c");
    assertThat(store.mail.claimed(W1, "")).containsExactly("of ");
    assertThat(store.mail.claimed(W2, "b")).containsExactly("of b");
  }

  @Test
  @DisplayName("F2 a sink for unowned mail takes nothing that has an owner")
  void unowned() {
    store.mail.open(W1, JobFilter.unowned());
    Run owned = store.mail.ended("a", "owned");
    store.mail.ended("", "unowned");
    assertThat(store.mail.claimed(W1, "a")).isEmpty();
    assertThat(store.mail.claimed(W1, "")).containsExactly("unowned");
    assertThat(store.mail.status(owned)).isEqualTo(UNROUTED);
  }

  @Test
  @DisplayName("F2 unowned mail has a sink of its own before the one for all")
  void unownedBeforeAll() {
    store.mail.open(W1, JobFilter.all());
    store.mail.open(W2, JobFilter.unowned());
    store.mail.ended("", "unowned");
    assertThat(store.mail.claimed(W1, "")).isEmpty();
    assertThat(store.mail.claimed(W2, "")).containsExactly("unowned");
  }

  @Test
  @DisplayName("F2 mail that has no possible sink when it becomes due is unrouted; the text stays")
  void unrouted() {
    store.mail.open(W2, "b");
    Run run = store.mail.ended("a", "run");
    assertThat(run.mail().status()).isEqualTo(UNROUTED);
    assertThat(store.now(run)).isEqualTo(run);
    assertThat(run.end().orElseThrow().text()).isEqualTo("done");
    assertThat(store.store.undelivered(JobFilter.all())).isEmpty();
    store.mail.open(W1, "a");
    assertThat(store.mail.claimed(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName("F2 owned mail that may wait for a sink is parked until there is one")
  void parked() {
    Run run = parking("a", "run");
    assertThat(run.mail().status()).isEqualTo(WAITING);
    assertThat(store.mail.counts().parked()).isEqualTo(1);
    assertThat(store.mail.counts().queued()).isZero();
    store.mail.open(W1, "a");
    assertThat(store.mail.counts().parked()).isZero();
    assertThat(store.mail.counts().queued()).isEqualTo(1);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F2 mail without owner does not wait for a sink")
  void unownedIsNotParked() {
    assertThat(parking("", "run").mail().status()).isEqualTo(UNROUTED);
  }

  @Test
  @DisplayName("F2 mail whose sink goes while it waits is parked, and not unrouted any more")
  void laterLoss() {
    long token = store.mail.open(W1, JobFilter.all());
    Run waiting = store.mail.ended("a", "waiting");
    Run unowned = store.mail.ended("", "unowned");
    Run failed = store.mail.ended("b", "failed");
    Run inFlight = store.mail.claimOne(W1, "b");
    Run back = store.mail.ended("c", "back");
    Run givenBack = store.mail.claimOne(W1, "c");
    assertThat(store.mail.close(JobFilter.all(), token)).isTrue();
    store.mail.failAndWait(inFlight);
    assertThat(store.mail.giveBack(givenBack)).isEqualTo(1);
    store.mail.hold(W1, "h", "waiting");
    store.mail.release(W1, "h", "waiting");
    for (Run run : new Run[] {waiting, unowned, failed, back}) {
      assertThat(store.mail.status(run)).as(run.id()).isEqualTo(WAITING);
    }
    assertThat(store.mail.counts().parked()).isEqualTo(4);
    assertThat(store.mail.claimed(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName("F2 whether there is a sink counts when the mail becomes due, not when the run ends")
  void countsWhenDue() {
    long token = store.mail.open(W1, JobFilter.all());
    Run loses = store.end(store.start(Ask.closure(), W1), DrivenStore.returned("text"));
    store.mail.close(JobFilter.all(), token);
    assertThat(store.mail.status(loses)).isEqualTo(WAITING);
    Run gains = store.end(store.start(Ask.closure().owner("a"), W1), DrivenStore.returned("text"));
    store.mail.open(W1, "a");
    assertThat(store.settle(loses).mail().status()).isEqualTo(UNROUTED);
    assertThat(store.settle(gains).mail().status()).isEqualTo(WAITING);
  }

  @Test
  @DisplayName("F11 held mail without a sink is decided on when the last hold goes")
  void heldWithout() {
    DeliveryStatus[] expected = {UNROUTED, WAITING};
    for (int i = 0; i < 2; i++) {
      Run run = store.start(Ask.closure().owner("a").id("run" + i), W1);
      store.mail.hold(W1, "h", run.id());
      assertThat(store.settle(run).mail().isHeld()).isTrue();
      if (i == 1) {
        store.mail.open(W1, "a");
      }
      assertThat(DrivenMail.statuses(store.mail.release(W1, "h", run.id())))
          .containsExactly(expected[i]);
    }
  }

  @Test
  @DisplayName("F3 the last registration for an owner wins")
  void lastWins() {
    store.mail.open(W1, "a");
    store.mail.open(W2, "a");
    store.mail.ended("a", "run");
    assertThat(store.mail.claimed(W1, "a")).isEmpty();
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F3 closing a registration that was replaced does nothing, not even on one worker")
  void oldToken() {
    long first = store.mail.open(W1, "a");
    long second = store.mail.open(W1, "a");
    assertThat(store.mail.close(JobFilter.owner("a"), first)).isFalse();
    long third = store.mail.open(W2, "a");
    assertThat(store.mail.close(JobFilter.owner("a"), second)).isFalse();
    store.mail.ended("a", "run");
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
    assertThat(store.mail.close(JobFilter.owner("a"), third)).isTrue();
    assertThat(store.mail.close(JobFilter.owner("a"), third)).isFalse();
    assertThat(store.mail.ended("a", "next").mail().status()).isEqualTo(UNROUTED);
  }

  @Test
  @DisplayName("F3 a registration closes for its own audience only")
  void otherAudience() {
    long token = store.mail.open(W1, "a");
    assertThat(store.mail.close(JobFilter.owner("b"), token)).isFalse();
    assertThat(store.mail.close(JobFilter.unowned(), token)).isFalse();
    assertThat(store.mail.close(JobFilter.all(), token)).isFalse();
    store.mail.ended("a", "run");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F2 when an owner's own sink goes, the sink for all has its mail again")
  void backToAll() {
    store.mail.open(W1, JobFilter.all());
    long token = store.mail.open(W2, "a");
    store.mail.ended("a", "run");
    store.mail.close(JobFilter.owner("a"), token);
    assertThat(store.mail.claimed(W2, "a")).isEmpty();
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("K4 what is in flight when the sink moves stays with who has it")
  void moves() {
    store.mail.open(W1, "a");
    store.mail.ended("a", "run");
    Run inFlight = store.mail.claimOne(W1, "a");
    store.mail.open(W2, "a");
    assertThat(store.mail.claimed(W2, "a")).isEmpty();
    assertThat(store.mail.succeed(inFlight)).isInstanceOf(Applied.class);
    assertThat(store.mail.status(inFlight)).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F2 who has no sink gets nothing")
  void noRoute() {
    store.mail.open(W1, "a");
    store.mail.ended("a", "run");
    assertThat(store.mail.claimed(W3, "a")).isEmpty();
    assertThat(store.mail.claimed(W1, "nobody")).isEmpty();
  }
}
