package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobStatus;
import dev.errand.internal.table.Saved.SavedLetter;
import dev.errand.spi.Durations;
import dev.errand.spi.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows into what an {@link Archive} keeps, and back. */
final class Images {

  private Images() {}

  /** The row as it stands. */
  static Saved of(Row row, DeadLetters dead, StoreTime at) {
    Letter letter = row.letter;
    Instant keptUntil = row.isKept ? at.instantOf(row.forgetAt) : null;
    Long deadUntil = row.run.mail().status() == DeliveryStatus.DEAD ? dead.keptUntil(row) : null;
    return new Saved(
        row.run,
        row.isAutomatic,
        row.endSequence,
        letter == null ? null : saved(letter, at),
        row.holders.saved(),
        deadUntil == null ? keptUntil : at.instantOf(deadUntil));
  }

  private static SavedLetter saved(Letter letter, StoreTime at) {
    return new SavedLetter(
        letter.isDue ? at.instantOf(letter.dueSince) : null,
        letter.accepted,
        letter.alone,
        letter.attempted ? at.instantOf(letter.firstAttempt) : null,
        instantOf(letter.heldSince, at),
        instantOf(letter.timer, at),
        letter.courier);
  }

  /** Sets when the row may start, when its patience is over, and when it is forgotten. */
  static void times(Row row, Saved saved, StoreTime at) {
    Instant keptUntil = saved.keptUntil();
    row.forgetAt = keptUntil == null ? 0 : at.nanoTimeOf(keptUntil);
    boolean neverStarted = row.run.status() == JobStatus.QUEUED && row.run.epoch() == 0;
    Terms terms = row.run.registration().terms();
    row.notBefore = neverStarted ? after(row, terms.delay(), at) : null;
    row.patience = neverStarted ? after(row, terms.queueTimeout(), at) : null;
  }

  private static @Nullable Long after(Row row, Optional<Duration> delay, StoreTime at) {
    return delay.isEmpty()
        ? null
        : at.nanoTimeOf(row.run.registeredAt()) + Durations.saturatedNanos(delay.get());
  }

  /** What was kept of the row's delivery while it is under way. */
  static @Nullable Letter letter(Row row, Saved image, StoreTime at) {
    SavedLetter saved = image.letter();
    if (saved == null) {
      return null;
    }
    Letter letter = new Letter(row);
    letter.accepted = saved.accepted();
    letter.alone = saved.alone();
    letter.courier = saved.courier();
    letter.heldSince = nanoTimeOf(saved.heldSince(), at);
    letter.timer = nanoTimeOf(saved.timerAt(), at);
    if (saved.firstAttemptAt() != null) {
      letter.attempted = true;
      letter.firstAttempt = at.nanoTimeOf(saved.firstAttemptAt());
    }
    if (saved.dueSince() != null) {
      letter.isDue = true;
      letter.dueSince = at.nanoTimeOf(saved.dueSince());
    }
    return letter;
  }

  private static @Nullable Instant instantOf(@Nullable Long nanos, StoreTime at) {
    return nanos == null ? null : at.instantOf(nanos);
  }

  private static @Nullable Long nanoTimeOf(@Nullable Instant instant, StoreTime at) {
    return instant == null ? null : at.nanoTimeOf(instant);
  }
}
