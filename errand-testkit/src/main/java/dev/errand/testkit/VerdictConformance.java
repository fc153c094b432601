package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.RETRY;
import static dev.errand.testkit.DrivenMail.lease;
import static dev.errand.testkit.DrivenStore.W1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What becomes of attempts: success, failure and retry, and whose word counts (contract F5, F6).
 */
abstract class VerdictConformance extends MailSuite {
  private static final Transition FENCED = new Refused(Refusal.FENCED);

  VerdictConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("F6 a success concludes the delivery")
  void success() {
    Run run = inFlight("run");
    Transition delivered = store.mail.succeed(run);
    assertThat(delivered).isEqualTo(MailTransitions.deliver(run));
    assertThat(store.now(run)).isEqualTo(DrivenStore.applied(delivered));
    assertThat(store.now(run).mail().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertNothingUnderWay();
  }

  @Test
  @DisplayName("F5 a failed attempt is tried again when its time has come, not before")
  void failure() {
    Run run = inFlight("run");
    Transition failed = store.mail.fail(run);
    assertThat(failed)
        .isEqualTo(
            MailTransitions.fail(
                run, run.mail().lease(), DrivenMail.ERROR, store.time.now().plus(RETRY)));
    assertThat(store.now(run)).isEqualTo(DrivenStore.applied(failed));
    assertThat(store.sweep().next()).contains(RETRY);
    store.pass(RETRY.minusMillis(1));
    assertThat(store.sweep().next()).contains(Duration.ofMillis(1));
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.pass(Duration.ofMillis(1));
    assertThat(store.sweep().next()).isEmpty();
    Run again = store.mail.claimOne(W1, "a");
    assertThat(again.mail().attempts()).isEqualTo(2);
    assertThat(again.mail().lease()).isNotEqualTo(run.mail().lease());
    assertThat(again.mail().lastError()).isEqualTo(DrivenMail.ERROR);
  }

  @Test
  @DisplayName("F5 the time of a retry does not hang on the wall clock")
  void clockJumps() {
    store.mail.fail(inFlight("run"));
    store.time.jumpClock(Duration.ofHours(1));
    assertThat(store.sweep().next()).contains(RETRY);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.time.jumpClock(Duration.ofHours(-2));
    store.pass(RETRY);
    store.sweep();
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F6 each verdict counts by itself, the refused ones too")
  void several() {
    Run evicted = inFlight("evicted");
    store.evict(JobFilter.all());
    Run taken = inFlight("taken");
    Run failed = inFlight("failed");
    Run stale = inFlight("stale");
    List<Transition> transitions =
        store.mail.conclude(
            Verdict.taken(lease(evicted)),
            DrivenMail.failure(failed, RETRY),
            new Verdict(
                new Lease(stale.registration(), stale.mail().lease() + 1_000),
                Optional.of("no"),
                RETRY,
                false),
            Verdict.taken(lease(taken)));
    assertThat(transitions)
        .containsExactly(
            new Refused(Refusal.UNKNOWN),
            new Applied(store.now(failed)),
            FENCED,
            new Applied(store.now(taken)));
    assertThat(DrivenMail.statuses(store.rows()))
        .containsExactly(
            DeliveryStatus.DELIVERED, DeliveryStatus.WAITING, DeliveryStatus.IN_FLIGHT);
  }

  @Test
  @DisplayName("F11 a hold does not recall a call in flight: failure leaves it held")
  void heldInFlight() {
    Run run = inFlight("run");
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.IN_FLIGHT);
    store.mail.fail(run);
    Mail mail = store.now(run).mail();
    assertThat(mail.isHeld()).isTrue();
    assertThat(mail.lastError()).isEqualTo(DrivenMail.ERROR);
    store.pass(RETRY);
    store.sweep();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.claimOne(W1, "a").mail().attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("F11 success of a call in flight concludes, held or not")
  void heldSuccess() {
    Run run = inFlight("run");
    store.mail.hold(W1, "h", "run");
    store.mail.succeed(run);
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(store.mail.release(W1, "h", "run")).hasSize(1);
    assertNothingUnderWay();
  }

  @Test
  @DisplayName("F6 there is no verdict on a delivery that does not exist yet, or never will")
  void notDue() {
    Run running = store.start(Ask.closure().owner("a"), W1);
    Transition notWaiting = new Refused(Refusal.NOT_WAITING);
    assertThat(store.mail.succeed(running)).isEqualTo(notWaiting);
    assertThat(store.mail.fail(running)).isEqualTo(FENCED);
    Run never = store.settle(store.cancel(running));
    assertThat(store.mail.succeed(never)).isEqualTo(notWaiting);
    assertThat(store.now(running)).isEqualTo(never);
  }
}
