package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.RETRY;
import static dev.errand.testkit.DrivenStore.W1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Refused;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How dead letters come back (contract F6). */
abstract class RedeliveryConformance extends MailSuite {
  private static final Duration TTL = Duration.ofMinutes(10);

  RedeliveryConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("F6 a dead letter that is put back is due at once, its counters anew")
  void redeliver() {
    Run run = failed(ask().maxAttempts(2).deliveryTtl(TTL));
    store.pass(TTL);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
    Run dead = store.now(run);
    Transition redelivered = store.mail.redeliver(run);
    assertThat(redelivered).isEqualTo(MailTransitions.redeliver(dead));
    assertThat(store.now(run)).isEqualTo(DrivenStore.applied(redelivered));
    assertThat(store.mail.deadLetters()).isEmpty();
    assertThat(store.mail.counts().queued()).isEqualTo(1);
    Run again = store.mail.claimOne(W1, "a");
    assertThat(again.mail().attempts()).isEqualTo(1);
    store.mail.fail(again);
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 the time to live of a dead letter that is put back begins anew")
  void redeliverTtl() {
    Run run = failed(ask().deliveryTtl(TTL));
    store.pass(TTL);
    failAgain(run);
    store.mail.redeliver(run);
    store.pass(TTL);
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.pass(TTL.minusMillis(1));
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.WAITING);
    store.pass(RETRY);
    assertThat(failAgain(run)).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 without a sink, a dead letter that is put back is parked")
  void redeliverWithoutSink() {
    Run dead = dead();
    store.mail.close(JobFilter.all(), token);
    assertThat(store.mail.redeliver(dead)).isEqualTo(MailTransitions.redeliver(dead));
    assertThat(store.mail.counts().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F6 the same goes for one that was held meanwhile")
  void redeliverHeldWithoutSink() {
    Run dead = dead();
    store.mail.close(JobFilter.all(), token);
    store.mail.hold(W1, "h", dead.id());
    store.mail.redeliver(dead);
    store.mail.release(W1, "h", dead.id());
    assertThat(store.mail.status(dead)).isEqualTo(DeliveryStatus.WAITING);
    assertThat(store.mail.counts().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F11 a dead letter that is held waits for the release when it is put back")
  void redeliverHeld() {
    Run dead = dead();
    store.mail.hold(W1, "h", dead.id());
    store.mail.redeliver(dead);
    assertThat(store.now(dead).mail().isHeld()).isTrue();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.mail.release(W1, "h", dead.id());
    assertThat(store.mail.claim(W1, "a")).hasSize(1);
  }

  @Test
  @DisplayName("F6 what is no dead letter, unknown or somebody else's is not put back")
  void notRedelivered() {
    Run dead = dead();
    Run waiting = store.mail.ended("a", "waiting");
    assertThat(store.mail.redeliver(waiting)).isInstanceOf(Refused.class);
    Refused unknown = new Refused(Refusal.UNKNOWN);
    assertThat(store.submit(new MailStep.Redeliver(new RunId("w0", 1), JobFilter.all())))
        .isEqualTo(unknown);
    RunId id = dead.registration().runId();
    assertThat(store.submit(new MailStep.Redeliver(id, JobFilter.owner("b")))).isEqualTo(unknown);
    assertThat(store.submit(new MailStep.Redeliver(id, JobFilter.unowned()))).isEqualTo(unknown);
    assertThat(store.rows()).containsExactly(dead, waiting);
  }
}
