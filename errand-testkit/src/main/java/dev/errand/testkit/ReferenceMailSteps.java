package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Acknowledged;
import dev.errand.spi.MailStep.Concluded;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Worker;
import dev.errand.testkit.ReferenceRow.Holder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What mail steps do to {@link ReferenceRows}. */
final class ReferenceMailSteps {
  private final ReferenceRows store;
  private final ReferenceLanes lanes;

  ReferenceMailSteps(ReferenceRows store) {
    this.store = store;
    this.lanes = new ReferenceLanes(store);
  }

  private static Instant orMax(@Nullable Instant at) {
    return at == null ? Instant.MAX : at;
  }

  /** The other store answered this step with this outcome: that has to be right. */
  void follow(MailStep<?> step, Object outcome) {
    switch (step) {
      case MailStep.OpenRoute open ->
          assertThat(store.routes.open(open.audience(), open.worker(), (Long) outcome))
              .as("token %s is a new one", outcome)
              .isTrue();
      case MailStep.CloseRoute close ->
          assertThat(outcome).isEqualTo(store.routes.close(close.audience(), close.token()));
      case MailStep.ClaimMail claim -> lanes.claim(claim, runs(outcome));
      case MailStep.Conclude conclude -> conclude(conclude, (Concluded) outcome);
      case MailStep.TakeMail take -> lanes.take(take, runs(outcome));
      case MailStep.GiveBack back -> assertThat(outcome).isEqualTo(giveBack(back.leases()));
      case MailStep.Hold hold -> assertThat(runs(outcome)).isEqualTo(hold(hold));
      case MailStep.Release release -> sameRuns(outcome, release(release));
      case MailStep.Acknowledge acknowledge -> acknowledge(acknowledge, (Acknowledged) outcome);
      case MailStep.Consume consume ->
          sameRuns(outcome, changed(exactly(consume.runs()), MailTransitions::acknowledge));
      case MailStep.Resume resume ->
          sameRuns(
              outcome, changed(visible(resume.ids(), resume.filter()), MailTransitions::resume));
      case MailStep.Redeliver redeliver -> redeliver(redeliver, (Transition) outcome);
      case MailStep.Retire retire -> retire(retire.worker());
    }
  }

  private static List<Run> runs(Object outcome) {
    return ((List<?>) outcome).stream().map(Run.class::cast).toList();
  }

  private static void sameRuns(Object outcome, List<Run> expected) {
    assertThat(runs(outcome)).containsExactlyInAnyOrderElementsOf(expected);
  }

  // ---- changing rows

  private List<ReferenceRow> visible(Set<String> ids, JobFilter filter) {
    List<ReferenceRow> visible = new ArrayList<>();
    for (String id : ids) {
      store.find(id, filter).map(run -> store.row(run.registration())).ifPresent(visible::add);
    }
    return visible;
  }

  private List<ReferenceRow> exactly(List<Registration> runs) {
    return runs.stream()
        .<ReferenceRow>mapMulti((run, found) -> {
          ReferenceRow row = store.row(run);
          if (row != null) {
            found.accept(row);
          }
        })
        .toList();
  }

  /** The rule makes this of the row; the outcome shows what is kept. */
  private Transition change(@Nullable ReferenceRow row, Function<Run, Transition> rule) {
    Transition transition = row == null ? new Refused(Refusal.UNKNOWN) : rule.apply(row.run);
    if (row == null || !(transition instanceof Applied applied)) {
      return transition;
    }
    store.keep(row, applied.run());
    return new Applied(row.run);
  }

  private List<Run> changed(List<ReferenceRow> rows, Function<Run, Transition> rule) {
    return rows.stream()
        .filter(row -> change(row, rule) instanceof Applied)
        .map(row -> row.run)
        .toList();
  }

  private int giveBack(List<Lease> leases) {
    int count = 0;
    for (Lease lease : leases) {
      Transition back =
          change(store.row(lease.run()), run -> MailTransitions.giveBack(run, lease.lease()));
      count += back instanceof Applied ? 1 : 0;
    }
    return count;
  }

  // ---- what became of it

  private void conclude(MailStep.Conclude step, Concluded outcome) {
    assertThat(outcome.verdicts()).isEqualTo(step.verdicts().stream().map(this::conclude).toList());
    step.next()
        .ifPresentOrElse(
            next -> lanes.claim(next, outcome.claimed()),
            () -> assertThat(outcome.claimed()).isEmpty());
  }

  private Transition conclude(Verdict verdict) {
    ReferenceRow row = store.row(verdict.lease().run());
    if (verdict.error().isEmpty()) {
      return change(row, MailTransitions::deliver);
    }
    String error = verdict.error().get();
    long lease = verdict.lease().lease();
    Instant now = store.time.now();
    if (row == null || row.isLastAttempt(now)) {
      return change(row, run -> MailTransitions.failForGood(run, lease, error));
    }
    Instant retryAt = now.plus(verdict.retryIn());
    Transition failed = change(row, run -> MailTransitions.fail(run, lease, error, retryAt));
    if (failed instanceof Applied) {
      row.alone |= verdict.alone();
      row.retryAt = row.run.mail().holds() == 0 ? retryAt : null;
    }
    return failed;
  }

  private void redeliver(MailStep.Redeliver step, Transition outcome) {
    Optional<ReferenceRow> dead =
        store.rows.stream()
            .filter(row -> row.run.registration().runId().equals(step.run()))
            .filter(row -> row.is(DeliveryStatus.DEAD) && step.filter().matches(row.owner()))
            .findAny();
    if (dead.isPresent()) {
      assertThat(outcome).isEqualTo(change(dead.get(), MailTransitions::redeliver));
    } else {
      assertThat(outcome).isInstanceOf(Refused.class);
    }
  }

  private void acknowledge(MailStep.Acknowledge step, Acknowledged outcome) {
    List<ReferenceRow> rows = visible(step.ids(), step.filter());
    long waiting = rows.stream().filter(row -> row.is(DeliveryStatus.WAITING)).count();
    sameRuns(outcome.runs(), changed(rows, MailTransitions::acknowledge));
    assertThat((long) outcome.dropped()).as("dropped").isEqualTo(waiting);
  }

  // ---- holds

  void hold(ReferenceRow row, Worker worker, String holder) {
    row.holders.add(new Holder(worker, holder));
    change(row, MailTransitions::hold);
  }

  private List<Run> hold(MailStep.Hold step) {
    List<ReferenceRow> rows = visible(step.ids(), step.filter());
    for (ReferenceRow row : rows) {
      if (step.takeOver() && removeRegistration(row)) {
        row.holders.add(new Holder(step.worker(), step.holder()));
      } else {
        hold(row, step.worker(), step.holder());
      }
    }
    return rows.stream().map(row -> row.run).toList();
  }

  private List<Run> release(MailStep.Release step) {
    Holder own = new Holder(step.worker(), step.holder());
    List<ReferenceRow> released =
        visible(step.ids(), step.filter()).stream()
            .filter(row ->
                row.holders.remove(own) || (step.orRegistration() && removeRegistration(row)))
            .toList();
    return changed(released, run -> MailTransitions.release(run, 1));
  }

  private static boolean removeRegistration(ReferenceRow row) {
    return row.holders.stream()
        .filter(holder -> holder.name().equals(MailStep.Hold.REGISTRATION))
        .findFirst()
        .map(row.holders::remove)
        .orElse(false);
  }

  private void retire(Worker worker) {
    // What had a sink until now waits for the next one, even if its body is there still.
    for (ReferenceRow row : store.rows) {
      row.accepted |=
          row.run.mail().isUnderWay()
              && store.routes.of(row.owner()).filter(worker::equals).isPresent();
    }
    for (ReferenceRow row : store.rows) {
      int before = row.holders.size();
      row.holders.removeIf(holder -> holder.worker().equals(worker));
      int gone = before - row.holders.size();
      if (gone > 0) {
        change(row, run -> MailTransitions.release(run, gone));
      }
      if (worker.equals(row.courier)) {
        change(row, run -> MailTransitions.giveBack(run, run.mail().lease()));
      }
    }
    // Last: what is due again while there is a sink is parked without it, and not unrouted.
    store.routes.closeAll(worker);
  }

  // ---- what time does

  /** Whether runs were forgotten. */
  boolean sweep(JobStore other) {
    Instant now = store.time.now();
    for (ReferenceRow row : store.rows) {
      if (!orMax(row.retryAt).isAfter(now)) {
        row.retryAt = null;
      }
      if (!orMax(row.leasedUntil).isAfter(now)) {
        change(row, run -> MailTransitions.giveBack(run, run.mail().lease()));
      }
    }
    List<ReferenceRow> letGo =
        store.rows.stream()
            .filter(row -> isPast(row.diedAt, now) || !orMax(row.forgetAt).isAfter(now))
            .toList();
    store.forgetIf(letGo::contains);
    bury(now, other.deadLetters(JobFilter.all()));
    return !letGo.isEmpty();
  }

  private static boolean isPast(@Nullable Instant since, Instant now) {
    return since != null && !since.plus(ReferenceRow.WEEK).isAfter(now);
  }

  /** What died in one step did so in the order in which the other store lists it from now on. */
  private void bury(Instant now, List<Run> listed) {
    List<ReferenceRow> tooLong =
        store.rows.stream().filter(row -> isPast(row.parkedSince, now)).toList();
    for (Run dead : listed) {
      for (ReferenceRow row : tooLong) {
        if (row.run.registration().equals(dead.registration())) {
          String why = Optional.ofNullable(dead.mail().lastError()).orElseThrow();
          assertThat(why).isNotBlank();
          change(row, run -> MailTransitions.bury(run, why));
        }
      }
    }
  }
}
