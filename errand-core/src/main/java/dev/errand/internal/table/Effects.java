package dev.errand.internal.table;

import dev.errand.spi.Run;
import dev.errand.spi.StoreListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step has brought about beside its outcome, and listeners are to be told. Most steps bring
 * about nothing, or one lane with due mail; so there are no lists until there is more.
 */
public final class Effects {
  private @Nullable Mailbox mailDue;
  private @Nullable Mailbox mailQuiet;
  private @Nullable List<Mailbox> moreDue;
  private @Nullable List<Mailbox> moreQuiet;
  private @Nullable List<Run> died;
  private @Nullable List<Run> evicted;
  private long wakeIn = Long.MAX_VALUE;

  /** Mail of this lane is due. */
  void mailDue(Mailbox lane) {
    if (mailDue == null) {
      mailDue = lane;
    } else if (!mailDue.equals(lane)) {
      moreDue = added(moreDue, lane);
    }
  }

  /** What was due in this lane was handed out by the same step. */
  void nothingDue(Mailbox lane) {
    if (lane.equals(mailDue)) {
      mailDue = moreDue == null || moreDue.isEmpty() ? null : moreDue.removeLast();
    } else if (moreDue != null) {
      moreDue.remove(lane);
    }
  }

  /** Nothing is queued in this lane any more. */
  void mailQuiet(Mailbox lane) {
    if (mailQuiet == null) {
      mailQuiet = lane;
    } else {
      moreQuiet = added(moreQuiet, lane);
    }
  }

  /** The delivery of this run is a dead letter. */
  void died(Run run) {
    died = added(died, run);
  }

  /** This run is forgotten. */
  void evicted(Run run) {
    evicted = added(evicted, run);
  }

  /** In so many nanoseconds something is due, sooner than anything before. */
  void wakeIn(long nanos) {
    wakeIn = Math.min(wakeIn, Math.max(0, nanos));
  }

  boolean isEmpty() {
    return mailDue == null
        && mailQuiet == null
        && wakeIn == Long.MAX_VALUE
        && died == null
        && evicted == null;
  }

  void tell(StoreListener listener) {
    if (died != null) {
      died.forEach(listener::died);
    }
    if (evicted != null) {
      evicted.forEach(listener::evicted);
    }
    if (mailDue != null) {
      listener.mailDue(mailDue.owner());
    }
    if (moreDue != null) {
      moreDue.forEach(lane -> listener.mailDue(lane.owner()));
    }
    if (mailQuiet != null) {
      listener.mailQuiet(mailQuiet.owner());
    }
    if (moreQuiet != null) {
      moreQuiet.forEach(lane -> listener.mailQuiet(lane.owner()));
    }
    if (wakeIn != Long.MAX_VALUE) {
      listener.wakeIn(Duration.ofNanos(wakeIn));
    }
  }

  private static <T> List<T> added(@Nullable List<T> list, T one) {
    List<T> longer = list == null ? new ArrayList<>() : list;
    longer.add(one);
    return longer;
  }
}
