package dev.errand.sql.postgres;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the others are silent for as long as their lease allows, as one of them finds it: by its
 * own clock and what it has seen itself, since the clock of the server may be set (contract K2).
 * For one thread.
 */
final class Leases {

  /**
   * How a process was heard of last.
   *
   * @param beat when, by the clock of the server
   * @param lease how long it may be silent, in nanoseconds
   * @param age how long ago that was when it was asked, by the clock of the server, in nanoseconds
   */
  record Heard(long beat, long lease, long age) {}

  /** When it said this, by the clock of this process. */
  private record Seen(long beat, long at) {}

  private final long betweenLooks;
  private Map<Long, Seen> seen = new HashMap<>();
  private long lookedAt;

  /** Looked at so often, in nanoseconds. */
  Leases(long betweenLooks) {
    this.betweenLooks = betweenLooks;
  }

  /**
   * Those that are over, or will be before the next look but one, with what they said last.
   *
   * @param others all that have not left
   * @param now the clock of this process, in nanoseconds
   */
  Map<Long, Long> over(Map<Long, Heard> others, long now) {
    Map<Long, Seen> latest = new HashMap<>();
    Map<Long, Long> over = new HashMap<>();
    long unseen = now - lookedAt;
    lookedAt = now;
    others.forEach((member, heard) -> {
      // Whoever was stopped himself does not know whether the others were stopped as well.
      boolean wasStopped = unseen > Math.max(heard.lease / 2, 2 * betweenLooks);
      Seen before = wasStopped ? null : seen.get(member);
      Seen last = before != null && before.beat == heard.beat ? before : said(heard, before, now);
      latest.put(member, last);
      // Where looks are seldom, it may take one more: too early would be worse.
      if (now - last.at > heard.lease - Math.min(2 * betweenLooks, heard.lease / 5)) {
        over.put(member, heard.beat);
      }
    });
    seen = latest;
    return over;
  }

  /** Since the last look, if there was one. */
  private Seen said(Heard heard, @Nullable Seen before, long now) {
    long ago = before == null ? 0 : Math.clamp(heard.age, 0, betweenLooks);
    return new Seen(heard.beat, now - ago);
  }
}
