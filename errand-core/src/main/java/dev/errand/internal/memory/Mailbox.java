package dev.errand.internal.memory;

import dev.errand.DeliveryStatus;
import dev.errand.spi.Mail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mail of one lane that is under way: an owner's, or that of all unowned runs. */
final class Mailbox {
  final OwnerBook book;
  final LetterList underWay = new LetterList(LetterList.LANE);
  final LetterList due = new LetterList(LetterList.DUE);

  /** What waits for a retry. */
  final Timetable<Letter> retries = Timetable.ofLetters();

  /** Whether anybody has a sink for it, and since when nobody has. */
  boolean routed;

  long unroutedSince;

  /** When the oldest parked mail has waited for too long; null while that is not looked after. */
  @Nullable Long parkedUntil;

  /** Tells lanes apart that are due at the same moment. */
  long serial;

  int waiting;
  int held;
  int inFlight;
  int dead;

  Mailbox(OwnerBook book) {
    this.book = book;
  }

  Optional<String> owner() {
    return book.owner;
  }

  int queued() {
    return inFlight + (routed ? waiting : 0);
  }

  int parked() {
    return routed ? 0 : waiting;
  }

  /** Whether this mail counts as queued here. */
  boolean isQueued(Mail mail) {
    return !mail.isHeld() && (routed || mail.status() != DeliveryStatus.WAITING);
  }
}
