package dev.errand.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules for deliveries as a table: each state, each event, and what comes of it. */
class MailTransitionsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEXT = T0.plusSeconds(60);
  private static final long LEASE = 7;
  private static final JobEnd RETURNED =
      new JobEnd(
          EndReason.RETURNED, Optional.empty(), "", false, Optional.empty(), Optional.empty());
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
  private static final RunState RUNNING = RunState.REGISTERED.claimed("w1", T0);
  private static final List<String> EVENTS =
      List.of(
          "hold",
          "release",
          "acknowledge",
          "resume",
          "claim",
          "deliver",
          "fail",
          "failForGood",
          "giveBack",
          "bury",
          "unroute",
          "redeliver");

  /** The states that a delivery can be in. */
  enum State {
    NOT_DUE(Mail.NONE),
    NOT_DUE_HELD(Mail.registered(true)),
    MUTED(Mail.NONE.muted()),
    MUTED_ENDED(Mail.NONE.muted()),
    WAITING(Mail.NONE.waiting()),
    HELD(WAITING.mail.held(1)),
    IN_FLIGHT(WAITING.mail.claimed(LEASE)),
    IN_FLIGHT_HELD(IN_FLIGHT.mail.held(1)),
    FAILED(IN_FLIGHT.mail.failed("no", NEXT)),
    DELIVERED(IN_FLIGHT.mail.concluded(DeliveryStatus.DELIVERED)),
    ACKNOWLEDGED(WAITING.mail.concluded(DeliveryStatus.ACKNOWLEDGED)),
    DEAD(IN_FLIGHT.mail.dead("no")),
    UNROUTED(WAITING.mail.concluded(DeliveryStatus.UNROUTED)),
    NEVER_DUE(Mail.NONE.concluded(DeliveryStatus.NEVER_DUE));

    final Mail mail;

    State(Mail mail) {
      this.mail = mail;
    }

    private boolean goesOn() {
      return this == NOT_DUE || this == NOT_DUE_HELD || this == MUTED;
    }

    Run run() {
      return new Run(REGISTRATION, goesOn() ? RUNNING : RUNNING.finished(RETURNED, T0, null), mail);
    }
  }

  private static Transition take(String event, Run run, long lease) {
    return switch (event) {
      case "hold" -> MailTransitions.hold(run);
      case "release" -> MailTransitions.release(run, 1);
      case "acknowledge" -> MailTransitions.acknowledge(run);
      case "resume" -> MailTransitions.resume(run);
      case "claim" -> MailTransitions.claim(run, 8);
      case "deliver" -> MailTransitions.deliver(run);
      case "fail" -> MailTransitions.fail(run, lease, "again", NEXT);
      case "failForGood" -> MailTransitions.failForGood(run, lease, "for good");
      case "giveBack" -> MailTransitions.giveBack(run, lease);
      case "bury" -> MailTransitions.bury(run, "too old");
      case "unroute" -> MailTransitions.unroute(run);
      case "redeliver" -> MailTransitions.redeliver(run);
      default -> throw new IllegalArgumentException(event);
    };
  }

  private static Mail applied(String event, State state) {
    return ((Applied) take(event, state.run(), LEASE)).run().mail();
  }

  /** In words: the status afterwards with its holds, or the refusal. */
  private static String words(Transition transition) {
    return switch (transition) {
      case Refused refused -> refused.why().name();
      case Applied applied -> {
        Mail mail = applied.run().mail();
        yield mail.status() + (mail.holds() == 0 ? "" : " +" + mail.holds());
      }
    };
  }

  @ParameterizedTest(name = "F {0}: hold {1}, release {2}, acknowledge {3}, resume {4}")
  @CsvSource({
    "NOT_DUE,        NOT_DUE +1,      NOT_HELD,     MUTED,           NOT_MUTED",
    "NOT_DUE_HELD,   NOT_DUE +2,      NOT_DUE,      MUTED +1,        NOT_MUTED",
    "MUTED,          MUTED +1,        NOT_HELD,     CONSUMED,        NOT_DUE",
    "MUTED_ENDED,    MUTED +1,        NOT_HELD,     CONSUMED,        WAITING",
    "WAITING,        WAITING +1,      NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
    "HELD,           WAITING +2,      WAITING,      ACKNOWLEDGED +1, NOT_MUTED",
    "IN_FLIGHT,      IN_FLIGHT +1,    NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
    "IN_FLIGHT_HELD, IN_FLIGHT +2,    IN_FLIGHT,    ACKNOWLEDGED +1, NOT_MUTED",
    "FAILED,         WAITING +1,      NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
    "DELIVERED,      DELIVERED +1,    NOT_HELD,     CONSUMED,        NOT_MUTED",
    "ACKNOWLEDGED,   ACKNOWLEDGED +1, NOT_HELD,     CONSUMED,        NOT_MUTED",
    "DEAD,           DEAD +1,         NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
    "UNROUTED,       UNROUTED +1,     NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
    "NEVER_DUE,      NEVER_DUE +1,    NOT_HELD,     ACKNOWLEDGED,    NOT_MUTED",
  })
  void waiting(State state, String hold, String release, String acknowledge, String resume) {
    Run run = state.run();
    assertThat(words(take("hold", run, LEASE))).isEqualTo(hold);
    assertThat(words(take("release", run, LEASE))).isEqualTo(release);
    assertThat(words(take("acknowledge", run, LEASE))).isEqualTo(acknowledge);
    assertThat(words(take("resume", run, LEASE))).isEqualTo(resume);
  }

  @ParameterizedTest(name = "F {0}: claim {1}, deliver {2}, fail {3}, fail for good {4}, back {5}")
  @CsvSource({
    "NOT_DUE,        NOT_WAITING,  NOT_WAITING,  FENCED,     FENCED,  FENCED",
    "NOT_DUE_HELD,   NOT_WAITING,  NOT_WAITING,  FENCED,     FENCED,  FENCED",
    "MUTED,          NOT_WAITING,  CONSUMED,     FENCED,     FENCED,  FENCED",
    "MUTED_ENDED,    NOT_WAITING,  CONSUMED,     FENCED,     FENCED,  FENCED",
    "WAITING,        IN_FLIGHT,    DELIVERED,    FENCED,     FENCED,  FENCED",
    "HELD,           NOT_WAITING,  DELIVERED +1, FENCED,     FENCED,  FENCED",
    "IN_FLIGHT,      NOT_WAITING,  DELIVERED,    WAITING,    DEAD,    WAITING",
    "IN_FLIGHT_HELD, NOT_WAITING,  DELIVERED +1, WAITING +1, DEAD +1, WAITING +1",
    "FAILED,         IN_FLIGHT,    DELIVERED,    FENCED,     FENCED,  FENCED",
    "DELIVERED,      NOT_WAITING,  CONSUMED,     FENCED,     FENCED,  FENCED",
    "ACKNOWLEDGED,   NOT_WAITING,  CONSUMED,     FENCED,     FENCED,  FENCED",
    "DEAD,           NOT_WAITING,  DELIVERED,    FENCED,     FENCED,  FENCED",
    "UNROUTED,       NOT_WAITING,  DELIVERED,    FENCED,     FENCED,  FENCED",
    "NEVER_DUE,      NOT_WAITING,  NOT_WAITING,  FENCED,     FENCED,  FENCED",
  })
  void attempts(
      State state, String claim, String deliver, String fail, String forGood, String back) {
    Run run = state.run();
    assertThat(words(take("claim", run, LEASE))).isEqualTo(claim);
    assertThat(words(take("deliver", run, LEASE))).isEqualTo(deliver);
    assertThat(words(take("fail", run, LEASE))).isEqualTo(fail);
    assertThat(words(take("failForGood", run, LEASE))).isEqualTo(forGood);
    assertThat(words(take("giveBack", run, LEASE))).isEqualTo(back);
  }

  @ParameterizedTest(name = "F {0}: bury {1}, unroute {2}, redeliver {3}")
  @CsvSource({
    "NOT_DUE,        NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "NOT_DUE_HELD,   NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "MUTED,          NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "MUTED_ENDED,    NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "WAITING,        DEAD,        UNROUTED,    NOT_DEAD",
    "HELD,           DEAD +1,     UNROUTED +1, NOT_DEAD",
    "IN_FLIGHT,      NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "IN_FLIGHT_HELD, NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "FAILED,         DEAD,        UNROUTED,    NOT_DEAD",
    "DELIVERED,      NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "ACKNOWLEDGED,   NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "DEAD,           NOT_WAITING, NOT_WAITING, WAITING",
    "UNROUTED,       NOT_WAITING, NOT_WAITING, NOT_DEAD",
    "NEVER_DUE,      NOT_WAITING, NOT_WAITING, NOT_DEAD",
  })
  void sinks(State state, String bury, String unroute, String redeliver) {
    Run run = state.run();
    assertThat(words(take("bury", run, LEASE))).isEqualTo(bury);
    assertThat(words(take("unroute", run, LEASE))).isEqualTo(unroute);
    assertThat(words(take("redeliver", run, LEASE))).isEqualTo(redeliver);
  }

  @ParameterizedTest(name = "F6 {0}: another attempt is fenced, unless it succeeded")
  @EnumSource
  void fence(State state) {
    for (long lease : new long[] {0, LEASE - 1, LEASE + 1}) {
      for (String event : List.of("fail", "failForGood", "giveBack")) {
        assertThat(take(event, state.run(), lease)).isEqualTo(new Refused(Refusal.FENCED));
      }
    }
  }

  @ParameterizedTest(name = "F {0}: registration, state and the run given stay as they are")
  @EnumSource
  void whatStays(State state) {
    Run run = state.run();
    for (String event : EVENTS) {
      if (take(event, run, LEASE) instanceof Applied applied) {
        assertThat(applied.run().registration()).isSameAs(run.registration());
        assertThat(applied.run().state()).isSameAs(run.state());
      }
      assertThat(run).isEqualTo(state.run());
    }
  }

  @ParameterizedTest(name = "F {0}: only an attempt has a lease, only a failed one a next time")
  @EnumSource
  void leftovers(State state) {
    for (String event : EVENTS) {
      if (take(event, state.run(), LEASE) instanceof Applied applied) {
        Mail mail = applied.run().mail();
        assertThat(mail.lease() != 0)
            .as(event)
            .isEqualTo(mail.status() == DeliveryStatus.IN_FLIGHT);
        boolean waits = mail.status() == DeliveryStatus.WAITING && mail.lastError() != null;
        assertThat(mail.nextAttemptAt() == null || waits).as(event).isTrue();
      }
    }
  }

  @Test
  @DisplayName(
      "F6 each claim is an attempt; failing and giving back keep the count, with the error")
  void counters() {
    assertThat(State.IN_FLIGHT.mail.attempts()).isEqualTo(1);
    assertThat(applied("fail", State.IN_FLIGHT))
        .isEqualTo(new Mail(DeliveryStatus.WAITING, 0, 1, 0, NEXT, "again"));
    assertThat(applied("claim", State.FAILED))
        .isEqualTo(new Mail(DeliveryStatus.IN_FLIGHT, 0, 2, 8, null, "no"));
    assertThat(applied("giveBack", State.IN_FLIGHT))
        .isEqualTo(new Mail(DeliveryStatus.WAITING, 0, 1, 0, null, null));
    assertThat(applied("failForGood", State.IN_FLIGHT))
        .isEqualTo(new Mail(DeliveryStatus.DEAD, 0, 1, 0, null, "for good"));
    assertThat(applied("bury", State.FAILED))
        .isEqualTo(new Mail(DeliveryStatus.DEAD, 0, 1, 0, null, "too old"));
  }

  @Test
  @DisplayName("F6 a dead letter that is put back has its counters anew")
  void redeliver() {
    assertThat(applied("redeliver", State.DEAD)).isEqualTo(Mail.NONE.waiting());
  }

  @Test
  @DisplayName("F11 so many holds go as are named, if there are so many")
  void releaseMany() {
    Run run = State.HELD.run().with(State.HELD.mail.held(3));
    assertThat(words(MailTransitions.release(run, 2))).isEqualTo("WAITING +1");
    assertThat(words(MailTransitions.release(run, 3))).isEqualTo("WAITING");
    assertThat(words(MailTransitions.release(run, 4))).isEqualTo("NOT_HELD");
  }

  @ParameterizedTest(name = "F1 a run that ends while its mail is {0} has mail that is {1}")
  @CsvSource({
    "NOT_DUE,      WAITING, NEVER_DUE",
    "NOT_DUE_HELD, WAITING +1, NEVER_DUE +1",
    "MUTED,        MUTED, NEVER_DUE",
  })
  void ended(State state, String mail, String cancelledByOwner) {
    Run run = state.run();
    assertThat(words(Transitions.finish(run, 1, RETURNED, null, T0))).isEqualTo(mail);
    for (CancelledBy by : CancelledBy.values()) {
      assertThat(words(Transitions.cancel(run, Ends.cancelled(by), T0)))
          .as("D3 cancelled by %s", by)
          .isEqualTo(by == CancelledBy.OWNER ? cancelledByOwner : mail);
    }
  }
}
