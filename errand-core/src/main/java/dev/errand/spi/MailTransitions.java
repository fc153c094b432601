package dev.errand.spi;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules for deliveries (contract F, G1), drawn in {@code docs/state-machine.md} beside those of
 * {@link Transitions}: what each event makes of the mail of a run. Pure functions without clock or
 * store. When a delivery is due, and to whom, is the store's to know.
 */
public final class MailTransitions {

  private MailTransitions() {}

  /** The mail of a run that has just ended like this (F1, F12, D3). */
  static Mail ended(Mail mail, JobEnd end) {
    if (end.reason() == EndReason.CANCELLED
        && end.cancelledBy().equals(Optional.of(CancelledBy.OWNER))) {
      return mail.concluded(DeliveryStatus.NEVER_DUE);
    }
    return mail.status() == DeliveryStatus.MUTED ? mail : mail.waiting();
  }

  /** One more hold keeps it back, or will (F11). */
  public static Transition hold(Run run) {
    return applied(run, run.mail().held(run.mail().holds() + 1));
  }

  /** So many holds go. */
  public static Transition release(Run run, int holds) {
    return run.mail().holds() >= holds
        ? applied(run, run.mail().held(run.mail().holds() - holds))
        : new Refused(Refusal.NOT_HELD);
  }

  /** The owner has the result; of a run that goes on, it does not want it (F12, G1). */
  public static Transition acknowledge(Run run) {
    return switch (run.mail().status()) {
      case NOT_DUE -> applied(run, run.mail().muted());
      case WAITING, IN_FLIGHT, DEAD, UNROUTED, NEVER_DUE ->
          applied(run, run.mail().concluded(DeliveryStatus.ACKNOWLEDGED));
      case MUTED, DELIVERED, ACKNOWLEDGED -> new Refused(Refusal.CONSUMED);
    };
  }

  /** The mute is lifted (F12). */
  public static Transition resume(Run run) {
    if (run.mail().status() != DeliveryStatus.MUTED) {
      return new Refused(Refusal.NOT_MUTED);
    }
    return applied(run, run.status().isFinal() ? run.mail().waiting() : run.mail().notDue());
  }

  /** Somebody takes it, to hand it to the owner. */
  public static Transition claim(Run run, long lease) {
    return run.mail().status() == DeliveryStatus.WAITING && run.mail().holds() == 0
        ? applied(run, run.mail().claimed(lease))
        : new Refused(Refusal.NOT_WAITING);
  }

  /** The owner took it: the first success of any attempt, late ones included (F6). */
  public static Transition deliver(Run run) {
    return switch (run.mail().status()) {
      case WAITING, IN_FLIGHT, DEAD, UNROUTED ->
          applied(run, run.mail().concluded(DeliveryStatus.DELIVERED));
      case MUTED, DELIVERED, ACKNOWLEDGED -> new Refused(Refusal.CONSUMED);
      case NOT_DUE, NEVER_DUE -> new Refused(Refusal.NOT_WAITING);
    };
  }

  /** The attempt failed; it is tried again (F5). */
  public static Transition fail(Run run, long lease, String error, Instant next) {
    return isLeased(run, lease)
        ? applied(run, run.mail().failed(error, next))
        : new Refused(Refusal.FENCED);
  }

  /** The attempt failed, and was the last (F6). */
  public static Transition failForGood(Run run, long lease, String error) {
    return isLeased(run, lease)
        ? applied(run, run.mail().dead(error))
        : new Refused(Refusal.FENCED);
  }

  /** Whoever took it gives it back untried, or has vanished with it. */
  public static Transition giveBack(Run run, long lease) {
    return isLeased(run, lease) ? applied(run, run.mail().waiting()) : new Refused(Refusal.FENCED);
  }

  /** It has waited for a sink for too long (F6). */
  public static Transition bury(Run run, String why) {
    return run.mail().status() == DeliveryStatus.WAITING
        ? applied(run, run.mail().dead(why))
        : new Refused(Refusal.NOT_WAITING);
  }

  /** There is no possible sink (F2). */
  public static Transition unroute(Run run) {
    return run.mail().status() == DeliveryStatus.WAITING
        ? applied(run, run.mail().concluded(DeliveryStatus.UNROUTED))
        : new Refused(Refusal.NOT_WAITING);
  }

  /** A dead letter is put back, its counters anew (F6). */
  public static Transition redeliver(Run run) {
    return run.mail().status() == DeliveryStatus.DEAD
        ? applied(run, run.mail().redelivered())
        : new Refused(Refusal.NOT_DEAD);
  }

  private static boolean isLeased(Run run, long lease) {
    return run.mail().status() == DeliveryStatus.IN_FLIGHT && run.mail().lease() == lease;
  }

  private static Transition applied(Run run, Mail mail) {
    return new Applied(run.with(mail));
  }
}
