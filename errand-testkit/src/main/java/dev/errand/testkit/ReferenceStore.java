package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunRequest;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Step.Register.Full;
import dev.errand.spi.Step.Register.Known;
import dev.errand.spi.Step.Register.Registered;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import dev.errand.testkit.ReferenceRow.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A store as naive as can be: one list, read from end to end. It is not asked what to do but
 * whether what another store did was right: {@link #follow} checks one outcome and takes it over.
 * So it can leave open what the contract leaves open: which of several reached limits is named,
 * whose turn comes first among owners that have waited equally ({@link Turns}), and in which order
 * the runs end that one step ends.
 */
final class ReferenceStore extends ReferenceRows {

  final ReferenceMail mail = new ReferenceMail(this);
  private final ReferenceMailSteps mailSteps = new ReferenceMailSteps(this);
  private final ReferenceIds ids = new ReferenceIds(this);
  private final Turns turns = new Turns();
  private long sequence = Long.MIN_VALUE;

  ReferenceStore(VirtualTime time) {
    super(time);
  }

  /** The other store answered this step with this outcome: that has to be right. */
  void follow(Step<?> step, Object outcome, JobStore other) {
    apply(step, outcome, other);
    endStep();
    mail.endStep();
  }

  /** When a store has to be swept at the latest, if at all. */
  Optional<Instant> nextDue() {
    return mail.nextDue(soonest(this::due));
  }

  private void apply(Step<?> step, Object outcome, JobStore other) {
    switch (step) {
      case Step.Register register -> register(register, (Step.Register.Outcome) outcome);
      case Step.Claim claim -> claim(claim, (Step.Claimed) outcome);
      case Step.Finish finish -> finish(finish, (Step.Finish.Outcome) outcome);
      case Step.End end ->
          change(
              end.run(),
              outcome,
              run ->
                  Transitions.end(
                      run, end.epoch(), end.end(), end.progress().orElse(null), time.now()));
      case Step.Requeue requeue -> {
        change(requeue.run(), outcome, run -> Transitions.requeue(run, requeue.epoch()));
        notWaiting();
      }
      case Step.Lend lend ->
          change(lend.run(), outcome, run -> Transitions.lend(run, lend.epoch(), lend.lent()));
      case Step.Report report ->
          change(
              report.run(),
              outcome,
              run -> Transitions.report(run, report.epoch(), report.progress()));
      case Step.GiveUp giveUp -> {
        change(giveUp.run(), outcome, run -> Transitions.giveUp(run, giveUp.epoch()));
        bodyIsGivenUp(giveUp.run(), giveUp.epoch());
      }
      case Step.Cancel cancel -> cancel(cancel, (Transition) outcome);
      case Step.CancelAll all -> cancelAll(all, runs(outcome), other);
      case Step.Evict evict -> evict(evict, runs(outcome));
      case Step.Sweep sweep -> sweep((Step.Swept) outcome, other);
      case Step.Recover recover -> // no worker of these scripts dies
          assertThat(outcome).isEqualTo(Step.Recovered.NOTHING);
      case MailStep<?> mailStep -> mailSteps.follow(mailStep, outcome);
    }
  }

  private static List<Run> runs(Object outcome) {
    return ((List<?>) outcome).stream().map(Run.class::cast).toList();
  }

  // ---- registering and claiming

  private void register(Step.Register step, Step.Register.Outcome outcome) {
    RunRequest request = step.request();
    Optional<ReferenceRow> known =
        rows.stream().filter(row -> hasKeyOf(row.run, request)).findAny();
    if (known.isPresent()) {
      if (step.hold()) {
        mailSteps.hold(known.get(), step.worker(), MailStep.Hold.REGISTRATION);
      }
      assertThat(outcome).isEqualTo(new Known(known.get().run));
      return;
    }
    boolean delayed = !request.terms().startAfter().orElse(Duration.ZERO).isZero();
    stepOutAtBound(step.bounds());
    Set<Limit> againstStart = limitsOfStart(step);
    boolean reject = request.terms().admission() == Admission.REJECT && !delayed;
    Set<Limit> limits = reject ? againstStart : limitsOfQueue(step);
    if (!limits.isEmpty() && (delayed || !againstStart.isEmpty())) {
      assertThat(outcome)
          .isInstanceOfSatisfying(Full.class, full -> assertThat(limits).contains(full.limit()));
      return;
    }
    assertThat(outcome).isInstanceOf(Registered.class);
    Registered registered = (Registered) outcome;
    ReferenceRow row = insert(step, registered.run().registration());
    take(registered.claimed(), step.worker(), step.slots(), step.bounds());
    assertThat(registered.run()).isEqualTo(row.run);
  }

  private static boolean hasKeyOf(Run run, RunRequest request) {
    return run.owner().equals(request.owner())
        && request.terms().idempotencyKey().isPresent()
        && run.registration().terms().idempotencyKey().equals(request.terms().idempotencyKey());
  }

  private ReferenceRow insert(Step.Register step, Registration given) {
    RunRequest request = step.request();
    assertThat(given.sequence()).as("sequence").isGreaterThan(sequence);
    sequence = given.sequence();
    String id = request.preferredId().map(ids::near).orElseGet(ids::automatic);
    Registration expected =
        request.registration(id, request.owner(), sequence, step.worker(), time.now());
    assertThat(given).isEqualTo(expected);
    ReferenceRow row =
        new ReferenceRow(new Run(expected, RunState.REGISTERED, Mail.registered(step.hold())));
    row.start = request.terms().startAfter().map(time.now()::plus).orElse(null);
    row.patience = request.terms().queueTimeout().map(time.now()::plus).orElse(null);
    if (step.hold()) {
      row.holders.add(new Holder(step.worker(), MailStep.Hold.REGISTRATION));
    }
    rows.add(row);
    return row;
  }

  private void claim(Step.Claim step, Step.Claimed outcome) {
    take(outcome.runs(), step.worker(), step.slots(), step.bounds());
    if (candidates(step.worker(), step.bounds()).isEmpty()) {
      assertThat(outcome.nextStart()).isEqualTo(soonest(row -> isReady(row) ? null : row.start));
    }
  }

  /**
   * The worker took these runs: each has to be the next in turn, and nothing may be left while it
   * has slots.
   */
  private void take(List<Run> taken, Worker worker, int slots, Bounds bounds) {
    stepOutAtBound(bounds);
    for (Run run : taken) {
      List<ReferenceRow> candidates = candidates(worker, bounds);
      assertThat(candidates.stream().map(one -> one.run.runId()))
          .as("what %s may claim", worker)
          .contains(run.runId());
      ReferenceRow row =
          candidates.stream()
              .filter(one -> one.run.runId().equals(run.runId()))
              .findAny()
              .orElseThrow();
      assertThat(
              candidates.stream().filter(one -> one.run.owner().equals(run.owner())).min(BY_TURN))
          .as("the first run of its owner")
          .contains(row);
      turns.taken(run.owner(), candidates.stream().map(one -> one.run.owner()).toList());
      keep(row, ((Applied) Transitions.claim(row.run, worker.id(), time.now())).run());
      assertThat(run).isEqualTo(row.run);
    }
    assertThat(taken.size()).as("claimed runs").isLessThanOrEqualTo(Math.max(0, slots));
    if (taken.size() < slots) {
      assertThat(ids(candidates(worker, bounds)))
          .as("what %s could have claimed, too", worker)
          .isEmpty();
    }
    notWaiting();
  }

  /** Who runs as much as it may, by the bounds of whoever looks, may lose its turn. */
  private void stepOutAtBound(Bounds bounds) {
    rows.stream()
        .map(row -> row.run.owner())
        .filter(owner -> occupying(owner) >= bounds.runningPerOwner())
        .forEach(turns::notWaiting);
  }

  /** Who has nothing in the queue that could start has no turn to lose. */
  private void notWaiting() {
    turns.onlyOf(
        rows.stream()
            .filter(row -> row.isQueued() && isReady(row))
            .map(row -> row.run.owner())
            .toList());
  }

  // ---- ending

  private void finish(Step.Finish step, Step.Finish.Outcome outcome) {
    ReferenceRow row = row(step.run());
    boolean running = row != null && row.run.status() == JobStatus.RUNNING;
    change(
        step.run(),
        outcome.transition(),
        run ->
            Transitions.finish(
                run, step.epoch(), step.end(), step.progress().orElse(null), time.now()));
    bodyIsGone(step.run(), step.epoch());
    assertThat(outcome.endedHere()).isEqualTo(running && outcome.transition() instanceof Applied);
    take(outcome.claimed(), step.next().worker(), step.next().slots(), step.next().bounds());
    step.mail()
        .ifPresentOrElse(
            claim -> mailSteps.follow(claim, outcome.mail()),
            () -> assertThat(outcome.mail()).isEmpty());
  }

  private void change(Registration of, Object outcome, Function<Run, Transition> rule) {
    ReferenceRow row = row(of);
    Transition expected = row == null ? new Refused(Refusal.UNKNOWN) : rule.apply(row.run);
    if (row != null && expected instanceof Applied applied) {
      keep(row, applied.run());
      expected = new Applied(row.run);
    }
    assertThat(outcome).isEqualTo(expected);
  }

  private void cancel(Step.Cancel step, Transition outcome) {
    ReferenceRow row =
        rows.stream().filter(one -> one.run.id().equals(step.id())).findAny().orElse(null);
    if (row == null || !step.filter().matches(row.run.owner())) {
      assertThat(outcome).isEqualTo(new Refused(Refusal.UNKNOWN));
    } else {
      change(row.run.registration(), outcome, run -> cancelled(run, step.by()));
    }
    notWaiting();
  }

  private Transition cancelled(Run run, CancelledBy by) {
    JobEnd end =
        new JobEnd(
            EndReason.CANCELLED,
            Optional.of(by),
            "Cancelled by " + by.description(),
            false,
            Optional.empty(),
            Optional.empty());
    return Transitions.cancel(run, end, time.now());
  }

  private void cancelAll(Step.CancelAll step, List<Run> cancelled, JobStore other) {
    List<ReferenceRow> meant =
        rows.stream()
            .filter(row -> !row.run.status().isFinal() && step.filter().matches(row.run.owner()))
            .filter(row -> step.worker().isEmpty() || isOf(step.worker().get(), row))
            .toList();
    endTogether(meant, cancelled, row -> cancelled(row.run, step.by()), other);
  }

  /** Whether a worker has this run or, while it is queued, registered it. */
  private static boolean isOf(String worker, ReferenceRow row) {
    Registration run = row.run.registration();
    return row.isQueued() ? run.registrar().equals(worker) : row.run.worker().equals(worker);
  }

  private void sweep(Step.Swept outcome, JobStore other) {
    List<ReferenceRow> due = rows.stream().filter(row -> row.isQueued() && isOver(row)).toList();
    endTogether(
        due,
        outcome.expired(),
        row -> Transitions.expire(row.run, endOf(row, outcome.expired()), time.now()),
        other);
    boolean forgot = mailSteps.sweep(other);
    endStep();
    mail.endStep();
    mail.checkNext(outcome.next(), soonest(this::due), forgot);
  }

  /** The words of a queue time-out are the store's own. */
  private static JobEnd endOf(ReferenceRow row, List<Run> expired) {
    JobEnd end =
        expired.stream()
            .filter(run -> run.runId().equals(row.run.runId()))
            .findAny()
            .flatMap(Run::end)
            .orElseThrow(() ->
                new AssertionError(row.run.id() + " has waited too long, but did not expire"));
    assertThat(end.reason()).isEqualTo(EndReason.QUEUE_TIMEOUT);
    return end;
  }

  /**
   * One step ended all these; they ended in the order in which the other store lists them from now
   * on, those apart that it has forgotten in the same step.
   */
  private void endTogether(
      List<ReferenceRow> meant,
      List<Run> ended,
      Function<ReferenceRow, Transition> rule,
      JobStore other) {
    List<String> latest =
        other.recent(ended.size(), JobFilter.all()).reversed().stream().map(Run::runId).toList();
    meant.stream()
        .sorted(Comparator.comparingInt(row -> latest.indexOf(row.run.runId())))
        .forEach(row -> keep(row, ((Applied) rule.apply(row)).run()));
    assertThat(ended)
        .containsExactlyInAnyOrderElementsOf(meant.stream().map(row -> row.run).toList());
    notWaiting();
  }

  private void evict(Step.Evict step, List<Run> evicted) {
    assertThat(evicted).containsExactlyInAnyOrderElementsOf(runs(ended(), step.filter()));
    forgetIf(row -> row.run.status().isFinal() && step.filter().matches(row.owner()));
  }
}
