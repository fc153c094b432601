package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.spi.Mail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mail of one lane that is under way: an owner's, or that of all unowned runs. */
final class Mailbox {
  final OwnerBook book;
  final LetterList underWay = LetterList.ofUnderWay();
  final LetterList due = LetterList.ofDue();

  /** What waits for a retry. */
  final Timetable<Letter> retries = Timetable.ofLetters();

  /** Who has a sink for it, and since when nobody has. */
  Routes.@Nullable Route route;

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

  boolean isRouted() {
    return route != null;
  }

  Optional<String> owner() {
    return book.owner;
  }

  int queued() {
    return inFlight + (isRouted() ? waiting : 0);
  }

  int parked() {
    return isRouted() ? 0 : waiting;
  }

  /** Whether this mail counts as queued here. */
  boolean isQueued(Mail mail) {
    return !mail.isHeld() && (isRouted() || mail.status() != DeliveryStatus.WAITING);
  }
}
