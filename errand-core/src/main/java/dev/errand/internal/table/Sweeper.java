package dev.errand.internal.table;

import dev.errand.spi.Ends;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what time has made due, a bounded amount of it in one step: others wait meanwhile. */
final class Sweeper {
  static final int AT_ONCE = 500;

  /**
   * After a sweep that forgot runs the next ones are let come together, or there would be a sweep
   * for each of a million.
   */
  private static final long TOGETHER = Duration.ofMillis(20).toNanos();

  private final RunTable table;

  Sweeper(RunTable table) {
    this.table = table;
  }

  Step.Swept sweep(Instant wallClock) {
    table.index.makeReady(table.now);
    List<Run> expired = expire(wallClock);
    int budget = AT_ONCE;
    for (Row row = retryDue(budget); row != null; row = retryDue(budget)) {
      table.isChanging(row);
      budget--;
    }
    budget = endLeases(budget);
    budget = buryAndForget(budget);
    boolean forgot = false;
    while (budget > 0) {
      Row row = table.keep.pollDue(table.now);
      if (row == null) {
        break;
      }
      table.remove(row);
      forgot = true;
      budget--;
    }
    return new Step.Swept(expired, budget == 0 ? Optional.of(Duration.ZERO) : next(forgot));
  }

  private @Nullable Row retryDue(int budget) {
    return budget > 0 ? table.mail.retryDue(table.now, table.effects) : null;
  }

  private List<Run> expire(Instant wallClock) {
    List<Run> expired = new ArrayList<>();
    for (Row row = table.index.patience.pollDue(table.now);
        row != null;
        row = table.index.patience.pollDue(table.now)) {
      Duration patience = row.run.registration().terms().queueTimeout().orElse(Duration.ZERO);
      Transition end = Transitions.expire(row.run, Ends.queueTimeout(patience), wallClock);
      if (table.keep(row, end) instanceof Applied applied) {
        expired.add(applied.run());
      }
    }
    return expired;
  }

  private int endLeases(int budget) {
    int left = budget;
    for (Letter letter = table.mail.leases.first();
        left > 0 && letter != null && letter.timer != null && letter.timer - table.now <= 0;
        letter = table.mail.leases.first()) {
      Row row = letter.row;
      Transition unused =
          table.keep(row, MailTransitions.giveBack(row.run, row.run.mail().lease()));
      left--;
    }
    return left;
  }

  private int buryAndForget(int budget) {
    int left = budget;
    for (Row row = table.mail.parkedTooLong(table.now);
        left > 0 && row != null;
        row = table.mail.parkedTooLong(table.now)) {
      Transition unused =
          table.keep(row, MailTransitions.bury(row.run, "No sink took it within 7 days"));
      left--;
    }
    for (Row row = table.mail.dead.tooOld(table.now);
        left > 0 && row != null;
        row = table.mail.dead.tooOld(table.now)) {
      table.remove(row);
      left--;
    }
    return left;
  }

  private Optional<Duration> next(boolean forgot) {
    long kept = table.keep.next(table.now);
    long next = forgot && kept != Long.MAX_VALUE ? Math.max(kept, TOGETHER) : kept;
    next = Math.min(next, table.mail.next(table.now));
    next = Math.min(next, nanos(table.index.starts.next(table.now)));
    next = Math.min(next, nanos(table.index.patience.next(table.now)));
    return next == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(next));
  }

  private static long nanos(Optional<Duration> delay) {
    return delay.map(Duration::toNanos).orElse(Long.MAX_VALUE);
  }
}
