package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.Transition.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All mail that is under way, and dead letters: in lanes, by the moments at which something is due,
 * and counted. {@link #update} follows every change of a row. Knows nothing of what is allowed
 * when; not thread-safe.
 */
final class Mailroom {
  static final int MOST_PARKED = 10_000;
  static final Duration LONGEST_PARKED = Duration.ofDays(7);

  final Routes routes = new Routes();

  /** What readers have leased. */
  final Timetable<Letter> leases = Timetable.ofLetters();

  /** What waits for a retry, whoever's it is. */
  final Timetable<Letter> retries = Timetable.ofLetters();

  /** Lanes with parked mail. */
  final Timetable<Mailbox> parked = new Timetable<>(box -> box.parkedUntil, box -> box.serial);

  final DeadLetters dead = new DeadLetters();

  /** Lanes that may hold more parked mail than they should. */
  private final Deque<Mailbox> overfull = new ArrayDeque<>();

  private int waitingWithSink;
  private int waitingWithout;
  private int held;
  private int inFlight;
  private long lastLease;
  private long boxes;

  /** A number that no lease had before. */
  long newLease() {
    return ++lastLease;
  }

  long lastLease() {
    return lastLease;
  }

  /** Leases up to this one have been given out before. */
  void lastLease(long last) {
    lastLease = last;
  }

  // ---- following the rows

  /**
   * The run as it is to be kept: mail that becomes due for the first time, and for which there is
   * no possible sink, is unrouted (F2).
   */
  Run routed(Row row, Run run) {
    boolean becomesDue =
        run.mail().status() == DeliveryStatus.WAITING
            && run.mail().holds() == 0
            && run.isOutOfTheWay();
    if (!becomesDue || row.book.mail.isRouted() || isParkable(run)) {
      return run;
    }
    boolean acceptedBefore = row.run.mail().status() == DeliveryStatus.DEAD;
    boolean wasAccepted = acceptedBefore || (row.letter != null && row.letter.accepted);
    if (wasAccepted || routes.isServedHere(run.owner())) {
      return run;
    }
    return MailTransitions.unroute(run) instanceof Applied applied ? applied.run() : run;
  }

  private static boolean isParkable(Run run) {
    return run.owner().isPresent() && run.registration().terms().policy().parks();
  }

  /** The row has changed from one run to another; a failed attempt says when it is tried again. */
  void update(Row row, Run before, Run after, @Nullable Long retryAt, long now, Effects effects) {
    if (before.mail().status() == after.mail().status()
        && after.mail().status() != DeliveryStatus.WAITING) {
      return; // only its holds have changed: they recall no call, end no lease, raise no dead
      // letter
    }
    Mailbox box = row.book.mail;
    int queuedBefore = box.queued();
    boolean wasUnderWay = before.mail().isUnderWay();
    if (wasUnderWay) {
      leave(row, box, before.mail(), now);
    }
    if (before.mail().status() == DeliveryStatus.DEAD) {
      dead.remove(row);
    }
    if (after.mail().isUnderWay()) {
      if (!wasUnderWay) {
        begin(row, box, before);
      }
      enter(row, box, after, retryAt, now, effects);
    } else {
      if (wasUnderWay) {
        end(row, box);
      }
      if (after.mail().status() == DeliveryStatus.DEAD) {
        dead.add(row, now, effects);
        effects.died(after);
      }
    }
    if (queuedBefore > 0 && box.queued() == 0) {
      effects.mailQuiet(box);
    }
  }

  /** The row is forgotten. */
  void remove(Row row, Effects effects) {
    Mailbox box = row.book.mail;
    int queuedBefore = box.queued();
    takeOut(row);
    if (queuedBefore > 0 && box.queued() == 0) {
      effects.mailQuiet(box);
    }
  }

  /** The row leaves the table. */
  void takeOut(Row row) {
    Mailbox box = row.book.mail;
    Mail mail = row.run.mail();
    if (mail.isUnderWay()) {
      leave(row, box, mail, 0);
      end(row, box);
    } else if (mail.status() == DeliveryStatus.DEAD) {
      dead.remove(row);
    }
    if (box.parkedUntil != null && box.due.size() == 0) {
      parked.remove(box);
      box.parkedUntil = null;
    }
  }

  /** The row is in the table from now on, its letter as it was when it left. */
  void putBack(Row row, @Nullable Letter letter, @Nullable Long deadUntil, long now) {
    if (deadUntil != null) {
      dead.put(row, deadUntil);
    }
    if (letter == null) {
      return;
    }
    Mailbox box = row.book.mail;
    Mail mail = row.run.mail();
    row.letter = letter;
    box.underWay.append(letter);
    count(box, mail, 1);
    if (letter.timer != null) {
      if (mail.status() == DeliveryStatus.IN_FLIGHT) {
        leases.add(letter);
      } else {
        retries.add(letter);
        box.retries.add(letter);
      }
    }
    if (letter.isDue) {
      box.due.insertByTurn(letter);
      if (!box.isRouted()) {
        watchParked(box, now, new Effects()); // whoever comes next sweeps first
      }
    }
  }

  private void leave(Row row, Mailbox box, Mail mail, long now) {
    Letter letter = letterOf(row);
    count(box, mail, -1);
    if (letter.isDue) {
      box.due.remove(letter);
      letter.isDue = false;
    }
    if (letter.timer != null) {
      (mail.status() == DeliveryStatus.IN_FLIGHT ? leases : retries).remove(letter);
      box.retries.remove(letter);
      letter.timer = null;
    }
    if (letter.heldSince != null) {
      letter.firstAttempt += now - letter.heldSince;
      letter.heldSince = null;
    }
  }

  private void begin(Row row, Mailbox box, Run before) {
    Letter letter = new Letter(row);
    letter.accepted = before.mail().status() == DeliveryStatus.DEAD;
    row.letter = letter;
    box.underWay.append(letter);
  }

  private void end(Row row, Mailbox box) {
    Letter letter = letterOf(row);
    box.underWay.remove(letter);
    row.letter = null;
  }

  private void enter(
      Row row, Mailbox box, Run after, @Nullable Long retryAt, long now, Effects effects) {
    Mail mail = after.mail();
    Letter letter = letterOf(row);
    count(box, mail, 1);
    if (mail.status() == DeliveryStatus.IN_FLIGHT) {
      if (!letter.attempted) {
        letter.attempted = true;
        letter.firstAttempt = now;
      }
      return;
    }
    letter.courier = null;
    if (mail.holds() > 0) {
      letter.heldSince = now;
    } else if (retryAt != null) {
      letter.timer = retryAt;
      retries.add(letter);
      box.retries.add(letter);
      if (retries.isFirst(letter)) {
        effects.wakeIn(retryAt - now);
      }
    } else if (after.isOutOfTheWay()) {
      due(letter, box, now, effects);
    }
  }

  /** The letter may be taken from now on. */
  void due(Letter letter, Mailbox box, long now, Effects effects) {
    letter.isDue = true;
    letter.dueSince = now;
    letter.accepted = true;
    box.due.insertByTurn(letter);
    if (box.isRouted()) {
      effects.mailDue(box);
    } else {
      watchParked(box, now, effects);
    }
  }

  private void count(Mailbox box, Mail mail, int by) {
    if (mail.status() == DeliveryStatus.IN_FLIGHT) {
      inFlight += by;
      box.inFlight += by;
    } else if (mail.holds() > 0) {
      held += by;
      box.held += by;
    } else {
      box.waiting += by;
      if (box.isRouted()) {
        waitingWithSink += by;
      } else {
        waitingWithout += by;
      }
    }
  }

  private static Letter letterOf(Row row) {
    Letter letter = row.letter;
    if (letter == null) {
      throw new IllegalStateException("run " + row.run.runId() + " has no delivery under way");
    }
    return letter;
  }

  // ---- retries, leases, readers

  /** The letter is with a reader until then. */
  void leased(Letter letter, long until, long now, Effects effects) {
    letter.timer = until;
    leases.add(letter);
    if (leases.isFirst(letter)) {
      effects.wakeIn(until - now);
    }
  }

  /** A row whose retry's time has come, taken out of the timetables and put into its lane. */
  @Nullable Row retryDue(long now, Effects effects) {
    Letter letter = retries.pollDue(now);
    if (letter == null) {
      return null;
    }
    Mailbox box = letter.row.book.mail;
    box.retries.remove(letter);
    letter.timer = null;
    due(letter, box, now, effects);
    return letter.row;
  }

  // ---- routes

  /** Whether the lane has a sink may have changed. */
  void reroute(Mailbox box, long now, Effects effects) {
    int queuedBefore = box.queued();
    boolean wasRouted = box.isRouted();
    box.route = routes.of(box.owner());
    boolean routed = box.isRouted();
    if (routed == wasRouted) {
      if (routed && box.due.size() > 0) {
        effects.mailDue(box); // perhaps to another worker
      }
      return;
    }
    waitingWithSink += routed ? box.waiting : -box.waiting;
    waitingWithout += routed ? -box.waiting : box.waiting;
    if (routed) {
      if (box.parkedUntil != null) {
        parked.remove(box);
        box.parkedUntil = null;
      }
      if (box.due.size() > 0) {
        effects.mailDue(box);
      }
    } else {
      box.unroutedSince = now;
      if (box.due.size() > 0) {
        watchParked(box, now, effects);
      }
      if (queuedBefore > 0 && box.queued() == 0) {
        effects.mailQuiet(box);
      }
    }
  }

  /** A lane that did not exist before. */
  void opened(Mailbox box, long now) {
    box.serial = ++boxes;
    box.route = routes.of(box.owner());
    box.unroutedSince = now;
  }

  // ---- parked mail and dead letters

  private void watchParked(Mailbox box, long now, Effects effects) {
    if (box.due.size() > MOST_PARKED) {
      overfull.add(box);
    }
    Letter oldest = box.due.first();
    if (box.parkedUntil == null && oldest != null) {
      box.parkedUntil = parkedUntil(box, oldest);
      parked.add(box);
      if (parked.isFirst(box)) {
        effects.wakeIn(box.parkedUntil - now);
      }
    }
  }

  private static long parkedUntil(Mailbox box, Letter letter) {
    long since = letter.dueSince - box.unroutedSince > 0 ? letter.dueSince : box.unroutedSince;
    return since + LONGEST_PARKED.toNanos();
  }

  /** A row whose mail is the oldest parked of too many. */
  @Nullable Row parkedTooMany() {
    for (Mailbox box = overfull.peek(); box != null; box = overfull.peek()) {
      Letter oldest = box.due.first();
      if (!box.isRouted() && oldest != null && box.due.size() > MOST_PARKED) {
        return oldest.row;
      }
      overfull.remove();
    }
    return null;
  }

  /** A row whose mail has been parked for too long. */
  @Nullable Row parkedTooLong(long now) {
    for (Mailbox box = parked.pollDue(now); box != null; box = parked.pollDue(now)) {
      box.parkedUntil = null;
      Letter oldest = box.due.first();
      if (oldest == null) {
        continue;
      }
      box.parkedUntil = parkedUntil(box, oldest);
      parked.add(box);
      if (box.parkedUntil - now <= 0) {
        return oldest.row;
      }
    }
    return null;
  }

  /** In how many nanoseconds the next thing here is due, if anything. */
  long next(long now) {
    long next = Long.MAX_VALUE;
    for (Timetable<?> table : List.of(retries, leases, parked)) {
      next = Math.min(next, table.next(now).map(Duration::toNanos).orElse(Long.MAX_VALUE));
    }
    return Math.min(next, dead.next(now));
  }

  // ---- looking

  MailStep.Counts counts(Instant wallClock, long now) {
    return new MailStep.Counts(
        inFlight + waitingWithSink,
        held,
        waitingWithout,
        dead.size(),
        instantOf(nextRetry(), wallClock, now));
  }

  /** The next retry that somebody could take. */
  private @Nullable Letter nextRetry() {
    for (Letter letter : retries.inOrder()) {
      if (letter.row.book.mail.isRouted()) {
        return letter;
      }
    }
    return null;
  }

  static MailStep.Counts counts(Collection<OwnerBook> books, Instant wallClock, long now) {
    int queued = 0;
    int held = 0;
    int parked = 0;
    int dead = 0;
    Optional<Instant> next = Optional.empty();
    for (OwnerBook book : books) {
      Mailbox box = book.mail;
      queued += box.queued();
      held += box.held;
      parked += box.parked();
      dead += box.dead;
      Optional<Instant> mine =
          instantOf(box.isRouted() ? box.retries.first() : null, wallClock, now);
      if (mine.isPresent() && (next.isEmpty() || mine.get().isBefore(next.get()))) {
        next = mine;
      }
    }
    return new MailStep.Counts(queued, held, parked, dead, next);
  }

  private static Optional<Instant> instantOf(@Nullable Letter retry, Instant wallClock, long now) {
    return retry == null || retry.timer == null
        ? Optional.empty()
        : Optional.of(wallClock.plusNanos(Math.max(0, retry.timer - now)));
  }
}
