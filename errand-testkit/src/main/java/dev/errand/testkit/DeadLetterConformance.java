package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.RETRY;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Refused;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which deliveries become dead letters by failing, and how they come back (contract F6). */
abstract class DeadLetterConformance extends MailSuite {
  private static final Duration TTL = Duration.ofMinutes(10);

  DeadLetterConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("F6 after so many attempts a failing delivery is a dead letter, with its last error")
  void maxAttempts() {
    Run run = failed(ask().maxAttempts(3));
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    store.sweep();
    Run last = store.mail.claimOne(W1, "a");
    Transition died = store.mail.fail(last);
    assertThat(died)
        .isEqualTo(MailTransitions.failForGood(last, last.mail().lease(), DrivenMail.ERROR));
    assertThat(store.now(run)).isEqualTo(DrivenStore.applied(died));
    assertThat(store.mail.deadLetters()).containsExactly(store.now(run));
    assertThat(store.mail.counts().dead()).isEqualTo(1);
    assertThat(store.store.undelivered(JobFilter.all())).isEmpty();
    store.pass(RETRY);
    store.sweep();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName("F6 a stale failure buries nothing")
  void staleFailure() {
    store.mail.ended(ask().maxAttempts(1));
    Run first = store.mail.claimOne(W1, "a");
    store.mail.giveBack(first);
    assertThat(store.mail.fail(first)).isEqualTo(new Refused(Refusal.FENCED));
    assertThat(store.mail.status(first)).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F6 a delivery that has failed for its time to live is a dead letter")
  void ttl() {
    Ask ask = ask().deliveryTtl(TTL);
    store.mail.ended(ask);
    store.pass(TTL.multipliedBy(2)); // the time before the first attempt does not count
    Run run = store.mail.claimOne(W1, "a");
    store.mail.fail(run);
    store.pass(TTL.minusMillis(1));
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 the time to live is over at the moment itself")
  void ttlExactly() {
    Run run = failed(ask().deliveryTtl(TTL));
    store.pass(TTL);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 time held does not count")
  void timeHeld() {
    Run run = failed(ask().id("run").deliveryTtl(TTL));
    for (int i = 0; i < 2; i++) {
      store.mail.hold(W1, "h", "run");
      store.mail.hold(W1, "other", "run");
      store.pass(TTL);
      store.mail.release(W1, "h", "run");
      store.pass(TTL);
      store.mail.release(W1, "other", "run");
    }
    store.pass(TTL.minusMillis(1));
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 time held before the first attempt makes no difference")
  void heldBefore() {
    Run run = store.start(ask().id("run").deliveryTtl(TTL), W1);
    store.mail.hold(W1, "h", "run");
    store.settle(run);
    store.pass(TTL.multipliedBy(3));
    store.mail.release(W1, "h", "run");
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.pass(TTL.minusMillis(1));
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("L1 a time to live longer than any life never ends")
  void endless() {
    Run run = failed(ask().deliveryTtl(Duration.ofSeconds(Long.MAX_VALUE)));
    store.pass(Duration.ofDays(1_000));
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F6 dead letters are listed in the order in which they died")
  void order() {
    for (String id : new String[] {"1", "2", "3"}) {
      store.mail.ended(ask().id(id).maxAttempts(1));
    }
    var inFlight = store.mail.claim(W1, "a");
    for (int i : new int[] {1, 2, 0}) {
      store.pass(Duration.ofMillis(1));
      store.mail.fail(inFlight.get(i));
    }
    assertThat(ids(store.mail.deadLetters())).containsExactly("2", "3", "1");
    store.mail.redeliver(inFlight.get(1));
    store.mail.fail(store.mail.claimOne(W1, "a"));
    assertThat(ids(store.mail.deadLetters())).containsExactly("3", "1", "2");
  }

  @Test
  @DisplayName("F12 a dead letter that is acknowledged is none any more")
  void acknowledged() {
    Run dead = dead();
    assertThat(store.mail.acknowledge(dead.id()).dropped()).isZero();
    assertThat(store.mail.status(dead)).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(store.mail.deadLetters()).isEmpty();
    assertThat(store.mail.redeliver(dead)).isInstanceOf(Refused.class);
  }
}
