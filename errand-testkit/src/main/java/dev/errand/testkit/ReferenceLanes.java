package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the mail of {@link ReferenceRows} is handed out. Open is in which order retries go; that of
 * first attempts is not.
 */
final class ReferenceLanes {
  private final ReferenceRows store;

  ReferenceLanes(ReferenceRows store) {
    this.store = store;
  }

  /** What has become due within this step is due now. */
  private Comparator<ReferenceRow> byDue() {
    return Comparator.comparing(
            (ReferenceRow row) -> Optional.ofNullable(row.dueSince).orElseGet(store.time::now))
        .thenComparingInt(row -> row.endedAs);
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
  private List<ReferenceRow> next(List<ReferenceRow> due) {
    List<ReferenceRow> next =
        new ArrayList<>(due.stream().filter(row -> row.run.mail().attempts() > 0).toList());
    due.stream().filter(row -> row.run.mail().attempts() == 0).min(byDue()).ifPresent(next::add);
    return next;
  }

  private List<ReferenceRow> handOut(List<Run> handedOut, Optional<String> lane, int most) {
    assertThat(handedOut).hasSizeLessThanOrEqualTo(most);
    List<ReferenceRow> rows = new ArrayList<>();
    for (Run run : handedOut) {
      rows.add(handOut(run, next(due(lane))));
    }
    return rows;
  }

  private ReferenceRow handOut(Run run, List<ReferenceRow> candidates) {
    ReferenceRow row = Objects.requireNonNull(store.row(run.registration()));
    assertThat(candidates).as("what may be handed out next").contains(row);
    long lease = run.mail().lease();
    assertThat(lease != 0 && row.leases.add(lease)).as("%s is a new lease", lease).isTrue();
    row.accepted = true; // it was due, if only within this step
    store.keep(row, ((Applied) MailTransitions.claim(row.run, lease)).run());
    assertThat(run).isEqualTo(row.run);
    return row;
  }

  private static long bytes(ReferenceRow row) {
    JobEnd end = row.run.end().orElseThrow();
    return (end.text() + end.data().orElse("")).getBytes(StandardCharsets.UTF_8).length;
  }

  void take(MailStep.TakeMail step, List<Run> taken) {
    List<ReferenceRow> rows = step.ids().isEmpty() ? takeAny(step, taken) : takeOf(step, taken);
    for (ReferenceRow row : rows) {
      row.leasedUntil = ReferenceRow.after(store.time.now(), step.lease());
    }
  }

  private List<ReferenceRow> takeAny(MailStep.TakeMail step, List<Run> taken) {
    Optional<String> lane = Optional.of(step.owner());
    int expected = Math.min(step.most(), due(lane).size());
    assertThat(taken).hasSize(expected);
    return handOut(taken, lane, step.most());
  }

  private List<ReferenceRow> takeOf(MailStep.TakeMail step, List<Run> taken) {
    List<ReferenceRow> due =
        step.ids().stream()
            .flatMap(id -> store.find(id, JobFilter.owner(step.owner())).stream())
            .map(run -> store.row(run.registration()))
            .filter(ReferenceRow::isDue)
            .limit(step.most())
            .toList();
    assertThat(taken)
        .extracting(Run::runId)
        .isEqualTo(due.stream().map(it -> it.run.runId()).toList());
    return taken.stream().map(run -> handOut(run, due)).toList();
  }
}
