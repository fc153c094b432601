package dev.errand.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine as a table: each state, each step, and what comes of it. */
class TransitionsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = T0.plusSeconds(60);
  private static final JobEnd RETURNED = end(EndReason.RETURNED, "returned");
  private static final JobEnd TIMED_OUT = end(EndReason.TIMED_OUT, "timed out");
  private static final JobEnd CANCELLED =
      new JobEnd(
          EndReason.CANCELLED,
          Optional.of(CancelledBy.PERSON),
          "",
          false,
          Optional.empty(),
          Optional.empty());
  private static final Progress PROGRESS = new Progress("nearly", Optional.empty(), 3, T0);

  /** The states that a run can be in; all but the queued ones belong to attempt 2. */
  enum State {
    NEW(RunState.REGISTERED),
    HANDED_BACK(attempt(1).requeued()),
    RUNNING(attempt(2)),
    LENT(attempt(2).lent(true)),
    ENDED(attempt(2).ended(TIMED_OUT, T0.plusSeconds(9), PROGRESS)),
    GIVEN_UP(ENDED.state.givenUp()),
    SETTLED(attempt(2).ended(RETURNED, T0.plusSeconds(9), null).settled(T0.plusSeconds(9), null));

    final RunState state;

    State(RunState state) {
      this.state = state;
    }

    private static RunState attempt(int epoch) {
      RunState running = RunState.REGISTERED.claimed("w1", T0.plusSeconds(1));
      return epoch == 1 ? running : running.requeued().claimed("w2", T0.plusSeconds(5));
    }

    Run run() {
      return new Run(REGISTRATION, state, mail());
    }

    private Mail mail() {
      JobEnd end = state.end();
      Mail held = Mail.registered(true);
      return end == null ? held : MailTransitions.ended(held, end);
    }
  }

  private static final Registration REGISTRATION =
      new Registration(
          "id",
          new RunId("w1", 1),
          1,
          Optional.empty(),
          "t",
          "l",
          Optional.empty(),
          Terms.DEFAULT,
          "w1",
          T0);

  private static final List<String> STEPS =
      List.of("claim", "requeue", "end", "finish", "cancel", "expire", "giveUp", "lend", "report");

  private static JobEnd end(EndReason reason, String text) {
    return new JobEnd(reason, Optional.empty(), text, false, Optional.empty(), Optional.empty());
  }

  private static Transition take(String step, Run run, int epoch) {
    return switch (step) {
      case "claim" -> Transitions.claim(run, "w3", NOW);
      case "requeue" -> Transitions.requeue(run, epoch);
      case "end" -> Transitions.end(run, epoch, TIMED_OUT, PROGRESS, NOW);
      case "finish" -> Transitions.finish(run, epoch, RETURNED, PROGRESS, NOW);
      case "cancel" -> Transitions.cancel(run, CANCELLED, NOW);
      case "expire" -> Transitions.expire(run, end(EndReason.QUEUE_TIMEOUT, ""), NOW);
      case "giveUp" -> Transitions.giveUp(run, epoch);
      case "lend" -> Transitions.lend(run, epoch, true);
      case "report" -> Transitions.report(run, epoch, PROGRESS);
      case "regain" -> Transitions.lend(run, epoch, false);
      default -> throw new IllegalArgumentException(step);
    };
  }

  private static Run applied(String step, State state) {
    Run run = state.run();
    return ((Applied) take(step, run, run.epoch())).run();
  }

  /** In words: the status afterwards with what is special about it, or the refusal. */
  private static String words(Transition transition) {
    return switch (transition) {
      case Refused refused -> refused.why().name();
      case Applied applied -> {
        RunState state = applied.run().state();
        yield state.status()
            + (state.occupying() ? " occupying" : "")
            + (state.settledAt() != null ? " settled" : "")
            + (state.lateText() != null ? " late" : "");
      }
    };
  }

  @ParameterizedTest(name = "C1 {0}: {1} -> {2}")
  @CsvSource({
    "NEW,         claim,   RUNNING occupying",
    "NEW,         requeue, NOT_RUNNING",
    "NEW,         end,     NOT_RUNNING",
    "NEW,         finish,  NOT_RUNNING",
    "NEW,         cancel,  CANCELLED settled",
    "NEW,         expire,  FAILED settled",
    "NEW,         giveUp,  NOT_ENDED",
    "NEW,         lend,    NOT_RUNNING",
    "NEW,         regain,  NOT_RUNNING",
    "NEW,         report,  NOT_RUNNING",
    "HANDED_BACK, claim,   RUNNING occupying",
    "HANDED_BACK, requeue, NOT_RUNNING",
    "HANDED_BACK, end,     NOT_RUNNING",
    "HANDED_BACK, finish,  NOT_RUNNING",
    "HANDED_BACK, cancel,  CANCELLED settled",
    "HANDED_BACK, expire,  FAILED settled",
    "HANDED_BACK, giveUp,  NOT_ENDED",
    "HANDED_BACK, lend,    NOT_RUNNING",
    "HANDED_BACK, regain,  NOT_RUNNING",
    "HANDED_BACK, report,  NOT_RUNNING",
    "RUNNING,     claim,   NOT_QUEUED",
    "RUNNING,     requeue, QUEUED",
    "RUNNING,     end,     FAILED occupying",
    "RUNNING,     finish,  COMPLETED settled",
    "RUNNING,     cancel,  CANCELLED occupying",
    "RUNNING,     expire,  NOT_QUEUED",
    "RUNNING,     giveUp,  NOT_ENDED",
    "RUNNING,     lend,    RUNNING",
    "RUNNING,     regain,  RUNNING occupying",
    "RUNNING,     report,  RUNNING occupying",
    "LENT,        claim,   NOT_QUEUED",
    "LENT,        requeue, QUEUED",
    "LENT,        end,     FAILED occupying",
    "LENT,        finish,  COMPLETED settled",
    "LENT,        cancel,  CANCELLED occupying",
    "LENT,        expire,  NOT_QUEUED",
    "LENT,        giveUp,  NOT_ENDED",
    "LENT,        lend,    RUNNING",
    "LENT,        regain,  RUNNING occupying",
    "LENT,        report,  RUNNING",
    "ENDED,       claim,   NOT_QUEUED",
    "ENDED,       requeue, ENDED",
    "ENDED,       end,     ENDED",
    "ENDED,       finish,  FAILED settled late",
    "ENDED,       cancel,  ENDED",
    "ENDED,       expire,  NOT_QUEUED",
    "ENDED,       giveUp,  FAILED",
    "ENDED,       lend,    ENDED",
    "ENDED,       regain,  ENDED",
    "ENDED,       report,  ENDED",
    "GIVEN_UP,    claim,   NOT_QUEUED",
    "GIVEN_UP,    requeue, ENDED",
    "GIVEN_UP,    end,     ENDED",
    "GIVEN_UP,    finish,  FAILED settled late",
    "GIVEN_UP,    cancel,  ENDED",
    "GIVEN_UP,    expire,  NOT_QUEUED",
    "GIVEN_UP,    giveUp,  GIVEN_UP",
    "GIVEN_UP,    lend,    ENDED",
    "GIVEN_UP,    regain,  ENDED",
    "GIVEN_UP,    report,  ENDED",
    "SETTLED,     claim,   NOT_QUEUED",
    "SETTLED,     requeue, ENDED",
    "SETTLED,     end,     ENDED",
    "SETTLED,     finish,  SETTLED",
    "SETTLED,     cancel,  ENDED",
    "SETTLED,     expire,  NOT_QUEUED",
    "SETTLED,     giveUp,  SETTLED",
    "SETTLED,     lend,    ENDED",
    "SETTLED,     regain,  ENDED",
    "SETTLED,     report,  ENDED",
  })
  void table(State state, String step, String outcome) {
    Run run = state.run();
    assertThat(words(take(step, run, run.epoch()))).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "K1 {0}: another attempt is fenced")
  @EnumSource
  void fence(State state) {
    Run run = state.run();
    for (int epoch : new int[] {run.epoch() - 1, run.epoch() + 1}) {
      assertThat(Stream.of("requeue", "end", "finish", "giveUp", "lend", "report"))
          .allSatisfy(
              step -> assertThat(take(step, run, epoch)).isEqualTo(new Refused(Refusal.FENCED)));
    }
  }

  @ParameterizedTest(name = "{0}: registration, holds and the run given stay as they are")
  @EnumSource
  void whatStays(State state) {
    Run run = state.run();
    for (String step : STEPS) {
      if (take(step, run, run.epoch()) instanceof Applied applied) {
        assertThat(applied.run().registration()).isSameAs(run.registration());
        assertThat(applied.run().mail().holds()).isEqualTo(1);
      }
      assertThat(run).isEqualTo(state.run());
    }
  }

  @Test
  @DisplayName("C1 a claim begins the next attempt, and forgets what was of the last one")
  void claim() {
    RunState state = applied("claim", State.HANDED_BACK).state();
    assertThat(state)
        .isEqualTo(
            new RunState(JobStatus.RUNNING, 2, 0, "w3", NOW, null, null, null, true, null, null));
  }

  @Test
  @DisplayName("C1 what is handed back has no worker and no slot, and keeps its epoch")
  void requeue() {
    Run run = applied("requeue", State.RUNNING);
    assertThat(run.epoch()).isEqualTo(2);
    assertThat(run.state().worker()).isNull();
    assertThat(run.worker()).isEqualTo("w1");
  }

  @Test
  @DisplayName("C2 the end is recorded with its time and the last progress")
  void end() {
    Run run = applied("end", State.RUNNING);
    assertThat(run.end()).contains(TIMED_OUT);
    assertThat(run.endedAt()).contains(NOW);
    assertThat(run.progress()).contains(PROGRESS);
    assertThat(run.worker()).isEqualTo("w2");
  }

  @ParameterizedTest(name = "F1 {0}: the end makes the delivery, and nothing else does")
  @EnumSource
  void delivery(State state) {
    Run run = state.run();
    for (String step : STEPS) {
      if (take(step, run, run.epoch()) instanceof Applied applied) {
        Mail mail = applied.run().mail();
        boolean endedHere = !run.status().isFinal() && applied.run().status().isFinal();
        assertThat(mail.status())
            .isEqualTo(endedHere ? DeliveryStatus.WAITING : run.mail().status());
      }
    }
  }

  @Test
  @DisplayName("C4 a body that returns ends and settles its run at the same moment")
  void finish() {
    Run run = applied("finish", State.RUNNING);
    assertThat(run.endedAt()).contains(NOW);
    assertThat(run.settledAt()).contains(NOW);
    assertThat(run.lateText()).isEmpty();
  }

  @Test
  @DisplayName("C3 late text is kept beside the end, which stays as it was")
  void late() {
    Run run = applied("finish", State.ENDED);
    assertThat(run.lateText()).contains("returned");
    assertThat(run.end()).contains(TIMED_OUT);
    assertThat(run.endedAt()).contains(T0.plusSeconds(9));
    assertThat(run.settledAt()).contains(NOW);
  }

  @Test
  @DisplayName(
      "C3 a body that says nothing late leaves no late text, and no progress in place of its last"
          + " one")
  void silent() {
    Run run = State.ENDED.run();
    Run settled =
        ((Applied) Transitions.finish(run, 2, end(EndReason.RETURNED, ""), null, NOW)).run();
    assertThat(settled.lateText()).isEmpty();
    assertThat(settled.progress()).contains(PROGRESS);
  }

  @Test
  @DisplayName("C4 a run does not end before it began, though the clock jumped back")
  void clockJumpedBack() {
    Instant before = T0.minusSeconds(100);
    Run running = State.RUNNING.run();
    Run queued = State.NEW.run();
    assertThat(((Applied) Transitions.end(running, 2, TIMED_OUT, null, before)).run().endedAt())
        .isEqualTo(running.startedAt());
    assertThat(((Applied) Transitions.finish(running, 2, RETURNED, null, before)).run().settledAt())
        .isEqualTo(running.startedAt());
    assertThat(((Applied) Transitions.cancel(queued, CANCELLED, before)).run().endedAt())
        .contains(T0);
    assertThat(((Applied) Transitions.finish(State.ENDED.run(), 2, RETURNED, null, before)).run())
        .satisfies(run ->
            assertThat(run.settledAt().orElseThrow())
                .isAfterOrEqualTo(run.endedAt().orElseThrow()));
  }
}
