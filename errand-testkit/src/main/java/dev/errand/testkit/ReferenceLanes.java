package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobEnd;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the mail of {@link ReferenceRows} is handed out. Open is in which order retries go; that of
 * first attempts is not.
 */
final class ReferenceLanes {
  private static final Comparator<ReferenceRow> BY_DUE =
      Comparator.comparing(
              (ReferenceRow row) -> Optional.ofNullable(row.dueSince).orElse(Instant.MAX))
          .thenComparingInt(row -> row.endedAs);

  private final ReferenceRows store;

  ReferenceLanes(ReferenceRows store) {
    this.store = store;
  }

  private List<ReferenceRow> due(Optional<String> lane) {
    return store.rows.stream().filter(row -> row.isDue() && row.owner().equals(lane)).toList();
  }

  void claim(MailStep.ClaimMail step, List<Run> claimed) {
    if (step.afresh()) {
      giveBack(step.worker(), step.owner());
    }
    if (!store.routes.of(step.owner()).equals(Optional.of(step.worker()))) {
      assertThat(claimed).isEmpty();
      return;
    }
    List<ReferenceRow> rows = handOut(claimed, step.owner(), step.most());
    rows.forEach(row -> row.courier = step.worker());
    long bytes = rows.stream().mapToLong(ReferenceLanes::bytes).sum();
    if (rows.size() > 1) {
      assertThat(rows).as("a batch").noneMatch(row -> row.alone);
      assertThat(bytes).as("bytes of the batch").isLessThanOrEqualTo(step.mostBytes());
    }
    if (rows.size() == step.most() || rows.stream().anyMatch(row -> row.alone)) {
      return;
    }
    Predicate<ReferenceRow> fits =
        row -> rows.isEmpty() || (!row.alone && bytes + bytes(row) <= step.mostBytes());
    List<ReferenceRow> next = next(due(step.owner()));
    assertThat(next.isEmpty() || !next.stream().allMatch(fits))
        .as("nothing is left, or it does not fit: %s", next)
        .isTrue();
  }

  private void giveBack(Worker worker, Optional<String> lane) {
    for (ReferenceRow row : store.rows) {
      if (worker.equals(row.courier) && row.owner().equals(lane)) {
        Transition back = MailTransitions.giveBack(row.run, row.run.mail().lease());
        if (back instanceof Applied applied) {
          store.keep(row, applied.run());
        }
      }
    }
  }

  /** What may be handed out next: the first of those not tried before, or one of the others. */
  private static List<ReferenceRow> next(List<ReferenceRow> due) {
    List<ReferenceRow> next =
        new ArrayList<>(due.stream().filter(row -> row.run.mail().attempts() > 0).toList());
    due.stream().filter(row -> row.run.mail().attempts() == 0).min(BY_DUE).ifPresent(next::add);
    return next;
  }

  private List<ReferenceRow> handOut(List<Run> handedOut, Optional<String> lane, int most) {
    assertThat(handedOut).hasSizeLessThanOrEqualTo(most);
    List<ReferenceRow> rows = new ArrayList<>();
    for (Run run : handedOut) {
      ReferenceRow row = store.row(run.registration());
      assertThat(next(due(lane))).as("what may be handed out next").contains(row);
      if (row != null) {
        long lease = run.mail().lease();
        assertThat(lease != 0 && row.leases.add(lease)).as("%s is a new lease", lease).isTrue();
        row.accepted = true; // it was due, if only within this step
        store.keep(row, ((Applied) MailTransitions.claim(row.run, lease)).run());
        assertThat(run).isEqualTo(row.run);
        rows.add(row);
      }
    }
    return rows;
  }

  private static long bytes(ReferenceRow row) {
    JobEnd end = row.run.end().orElseThrow();
    return (end.text() + end.data().orElse("")).getBytes(StandardCharsets.UTF_8).length;
  }

  void take(MailStep.TakeMail step, List<Run> taken) {
    Optional<String> lane = Optional.of(step.owner());
    int expected = Math.min(step.most(), due(lane).size());
    assertThat(taken).hasSize(expected);
    for (ReferenceRow row : handOut(taken, lane, step.most())) {
      row.leasedUntil = ReferenceRow.after(store.time.now(), step.lease());
    }
  }
}
