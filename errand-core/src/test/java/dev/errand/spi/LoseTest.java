package dev.errand.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Transitions#lose} makes of a run whose worker died, and the words for it. */
class LoseTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = T0.plusSeconds(60);

  private static Run queued(Optional<HandlerCall> call, int maxReruns) {
    return new Run(
        new Registration(
            "id",
            new RunId("w1", 1),
            1,
            Optional.of("a"),
            "t",
            "l",
            call,
            Terms.DEFAULT.with(Policy.DEFAULT.withMaxReruns(maxReruns)),
            "w1",
            T0),
        RunState.REGISTERED,
        Mail.NONE);
  }

  private static Run ofHandler(int maxReruns) {
    return queued(Optional.of(HandlerCall.of("h", "")), maxReruns);
  }

  private static Run closure() {
    return queued(Optional.empty(), 3);
  }

  private static Run running(Run queued) {
    return applied(Transitions.claim(queued, "w2", T0.plusSeconds(1)));
  }

  private static Transition lose(Run run) {
    return Transitions.lose(run, Ends.lost(run), NOW);
  }

  private static Run applied(Transition transition) {
    return ((Applied) transition).run();
  }

  private static void assertLost(Run run, String text) {
    assertThat(run.status()).isEqualTo(JobStatus.FAILED);
    assertThat(run.end().map(JobEnd::reason)).contains(EndReason.LOST);
    assertThat(run.end().map(JobEnd::text)).contains(text);
    assertThat(run.endedAt()).contains(NOW);
    assertThat(run.settledAt()).contains(NOW);
    assertThat(run.state().occupying()).isFalse();
    assertThat(run.mail().status()).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("J2 a queued run of a handler needs no worker yet, and stays as it is")
  void queuedHandler() {
    assertThat(lose(ofHandler(0))).isEqualTo(new Refused(Refusal.NOT_RUNNING));
  }

  @Test
  @DisplayName("J2 a queued closure is lost with the process that had its body")
  void queuedClosure() {
    assertLost(
        applied(lose(closure())),
        "The process that was to run this job died before the job started");
  }

  @Test
  @DisplayName("J2 a running run is lost, unless it was agreed that it is run again")
  void running() {
    assertLost(applied(lose(running(ofHandler(0)))), "The process that ran this job died");
  }

  @Test
  @DisplayName("J2 a running closure is lost, whatever was agreed")
  void runningClosure() {
    assertLost(applied(lose(running(closure()))), "The process that ran this job died");
  }

  @Test
  @DisplayName("J2 a run is run again as often as was agreed, and then lost")
  void again() {
    Run run = ofHandler(2);
    for (int reruns = 1; reruns <= 2; reruns++) {
      run = applied(lose(running(run)));
      assertThat(run.status()).isEqualTo(JobStatus.QUEUED);
      assertThat(run.epoch()).isEqualTo(reruns);
      assertThat(run.state().reruns()).isEqualTo(reruns);
      assertThat(run.state().worker()).isNull();
      assertThat(run.mail().status()).isEqualTo(DeliveryStatus.NOT_DUE);
    }
    assertLost(
        applied(lose(running(run))),
        "The process that ran this job died; it was started 3 times, and died each time");
  }

  @Test
  @DisplayName("J2 to be handed back spends no rerun")
  void handBack() {
    Run run = running(ofHandler(1));
    for (int i = 0; i < 3; i++) {
      run = running(applied(Transitions.requeue(run, run.epoch())));
    }
    assertThat(run.state().reruns()).isZero();
    Run again = applied(lose(run));
    assertThat(again.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(again.epoch()).isEqualTo(4);
  }

  @Test
  @DisplayName("J2 what had ended keeps its end, and is settled")
  void ended() {
    Run run = running(ofHandler(3));
    Run cancelled =
        applied(Transitions.cancel(run, Ends.cancelled(CancelledBy.PERSON), T0.plusSeconds(9)));
    for (Run unsettled :
        new Run[] {cancelled, applied(Transitions.giveUp(cancelled, cancelled.epoch()))}) {
      Run settled = applied(lose(unsettled));
      assertThat(settled.end()).isEqualTo(cancelled.end());
      assertThat(settled.endedAt()).isEqualTo(cancelled.endedAt());
      assertThat(settled.settledAt()).contains(NOW);
      assertThat(settled.lateText()).isEmpty();
      assertThat(settled.state().occupying()).isFalse();
      assertThat(lose(settled)).isEqualTo(new Refused(Refusal.SETTLED));
    }
  }

  @Test
  @DisplayName("C4 a lost run does not end before it began, though the clock jumped back")
  void clockJumpedBack() {
    Run run = running(ofHandler(0));
    Run lost = applied(Transitions.lose(run, Ends.lost(run), T0.minusSeconds(100)));
    assertThat(lost.endedAt()).isEqualTo(run.startedAt());
  }
}
