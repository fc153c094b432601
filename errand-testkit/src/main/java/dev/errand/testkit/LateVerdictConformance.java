package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Verdicts that come when the delivery has moved on (contract F6, F12). */
abstract class LateVerdictConformance extends MailSuite {
  private static final Transition FENCED = new Refused(Refusal.FENCED);
  private static final Transition CONSUMED = new Refused(Refusal.CONSUMED);

  LateVerdictConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("F6 the first success concludes, though the attempt was given up before")
  void lateSuccess() {
    Run first = inFlight("run");
    store.mail.giveBack(first);
    assertThat(store.mail.succeed(first)).isInstanceOf(Applied.class);
    assertThat(store.mail.status(first)).isEqualTo(DeliveryStatus.DELIVERED);
    assertNothingUnderWay();
  }

  @Test
  @DisplayName(
      "F6 a late success concludes while the next attempt is in flight, which then is late")
  void lateSuccessOfTwo() {
    Run first = inFlight("run");
    store.mail.giveBack(first);
    Run second = store.mail.claimOne(W1, "a");
    assertThat(store.mail.succeed(first)).isInstanceOf(Applied.class);
    assertThat(store.mail.succeed(second)).isEqualTo(CONSUMED);
    assertThat(store.mail.fail(second)).isEqualTo(FENCED);
    assertNothingUnderWay();
  }

  @Test
  @DisplayName("F6 a late success concludes what waits for its retry or is a dead letter")
  void lateSuccessAfterFailure() {
    Run retried = inFlight("retried");
    store.mail.fail(retried);
    assertThat(store.mail.succeed(retried)).isInstanceOf(Applied.class);
    store.mail.ended(Ask.closure().owner("a").maxAttempts(1));
    Run dead = store.mail.claimOne(W1, "a");
    store.mail.fail(dead);
    assertThat(store.mail.status(dead)).isEqualTo(DeliveryStatus.DEAD);
    assertThat(store.mail.succeed(dead)).isInstanceOf(Applied.class);
    assertThat(store.mail.deadLetters()).isEmpty();
    assertNothingUnderWay();
  }

  @Test
  @DisplayName("F6 a late failure changes nothing")
  void lateFailure() {
    Run first = inFlight("run");
    store.mail.giveBack(first);
    Run waiting = store.now(first);
    assertThat(store.mail.fail(first)).isEqualTo(FENCED);
    assertThat(store.now(first)).isEqualTo(waiting);
    Run second = store.mail.claimOne(W1, "a");
    assertThat(store.mail.fail(first)).isEqualTo(FENCED);
    assertThat(store.now(first)).isEqualTo(second);
  }

  @Test
  @DisplayName("F12 what was acknowledged in flight is not tried again, nor delivered")
  void acknowledgedInFlight() {
    Run failing = inFlight("failing");
    Run succeeding = inFlight("succeeding");
    store.mail.acknowledge("failing", "succeeding");
    assertThat(store.mail.fail(failing)).isEqualTo(FENCED);
    assertThat(store.mail.succeed(succeeding)).isEqualTo(CONSUMED);
    assertThat(DrivenMail.statuses(store.rows())).containsOnly(DeliveryStatus.ACKNOWLEDGED);
    assertNothingUnderWay();
  }

  @Test
  @DisplayName("H2 a verdict on a forgotten run does not touch its namesake")
  void namesake() {
    Run forgotten = inFlight("run");
    store.evict(JobFilter.all());
    Run namesake = store.mail.ended("a", "run");
    assertThat(namesake.id()).isEqualTo(forgotten.id());
    Transition unknown = new Refused(Refusal.UNKNOWN);
    assertThat(store.mail.fail(forgotten)).isEqualTo(unknown);
    assertThat(store.mail.succeed(forgotten)).isEqualTo(unknown);
    assertThat(store.mail.giveBack(forgotten)).isZero();
    assertThat(store.now(namesake)).isEqualTo(namesake);
  }

  @Test
  @DisplayName("F16 whoever has the lease may report, whatever sink there is by then")
  void anyReporter() {
    Run run = inFlight("run");
    store.openRoute(W2);
    store.mail.failAndWait(run);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
  }
}
