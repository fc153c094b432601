package dev.errand.testkit;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link ReferenceStore}, in one list that is read from end to end for each question.
 */
class ReferenceRows {

  static final Comparator<ReferenceRow> BY_END = Comparator.comparingInt(row -> row.endedAs);
  static final Comparator<ReferenceRow> BY_TURN =
      Comparator.comparingInt((ReferenceRow row) -> -row.run.registration().terms().priority())
          .thenComparingLong(row -> row.run.registration().sequence());

  final VirtualTime time;
  final List<ReferenceRow> rows = new ArrayList<>();

  final ReferenceRoutes routes = new ReferenceRoutes();

  /** Runs that are forgotten, while their bodies go on. */
  final List<Run> forgotten = new ArrayList<>();

  private int ends;
  private int deaths;

  ReferenceRows(VirtualTime time) {
    this.time = time;
  }

  /** How many deliveries have died. */
  int deaths() {
    return deaths;
  }

  // ---- what there is

  Optional<Run> find(String id, JobFilter filter) {
    return all(filter).stream().filter(run -> run.id().equals(id)).findAny();
  }

  List<Run> all(JobFilter filter) {
    return runs(rows.stream(), filter);
  }

  List<Run> running(JobFilter filter) {
    return runs(rows.stream().filter(row -> row.run.status() == JobStatus.RUNNING), filter);
  }

  List<Run> recent(int limit, JobFilter filter) {
    List<Run> ended = runs(ended().sorted(BY_END.reversed()), filter);
    return ended.subList(0, Math.min(limit, ended.size()));
  }

  List<Run> unsettled(JobFilter filter) {
    return runs(ended().filter(row -> row.run.unsettled()).sorted(BY_END), filter);
  }

  Stream<ReferenceRow> ended() {
    return rows.stream().filter(row -> row.run.status().isFinal());
  }

  static List<Run> runs(Stream<ReferenceRow> some, JobFilter filter) {
    return some.map(row -> row.run).filter(run -> filter.matches(run.owner())).toList();
  }

  @Nullable ReferenceRow row(Registration run) {
    return rows.stream()
        .filter(row -> row.run.registration().runId().equals(run.runId()))
        .findAny()
        .orElse(null);
  }

  /** When a queued row is to be looked after: at its start or at the end of its patience. */
  @Nullable Instant due(ReferenceRow row) {
    Instant start = isReady(row) ? null : row.start;
    return Stream.of(Optional.ofNullable(start), Optional.ofNullable(row.patience))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  Optional<Duration> soonest(Function<ReferenceRow, @Nullable Instant> of) {
    return rows.stream()
        .filter(ReferenceRow::isQueued)
        .flatMap(row -> Stream.ofNullable(of.apply(row)))
        .min(Comparator.naturalOrder())
        .map(due -> Duration.between(time.now(), due));
  }

  static List<String> ids(List<ReferenceRow> some) {
    return some.stream().map(row -> row.run.id()).toList();
  }

  // ---- what may run or be queued

  /** What the worker could start now. */
  List<ReferenceRow> candidates(Worker worker, Bounds bounds) {
    return rows.stream()
        .filter(row -> row.isQueued() && isReady(row) && worker.canRun(row.run.registration()))
        .filter(row -> occupying() < bounds.running())
        .filter(row -> occupying(row.run.owner()) < bounds.runningPerOwner())
        .toList();
  }

  Set<Limit> limitsOfStart(Step.Register step) {
    Set<Limit> limits = EnumSet.noneOf(Limit.class);
    if (step.slots() < 1
        || !candidates(step.worker(), step.bounds()).isEmpty()
        || !canRun(step.worker(), step.request())) {
      limits.add(Limit.SLOTS);
    }
    if (occupying() >= step.bounds().running()) {
      limits.add(Limit.RUNNING);
    }
    if (occupying(step.request().owner()) >= step.bounds().runningPerOwner()) {
      limits.add(Limit.RUNNING_PER_OWNER);
    }
    return limits;
  }

  /** What a worker registers it can run, unless that takes a handler that only others have. */
  static boolean canRun(Worker worker, RunRequest request) {
    return request.call().isEmpty() || worker.handlers().contains(request.call().get().handler());
  }

  Set<Limit> limitsOfQueue(Step.Register step) {
    List<ReferenceRow> queued = rows.stream().filter(ReferenceRow::isQueued).toList();
    Set<Limit> limits = EnumSet.noneOf(Limit.class);
    if (queued.size() >= step.bounds().queued()) {
      limits.add(Limit.QUEUED);
    }
    long own =
        queued.stream().filter(row -> row.run.owner().equals(step.request().owner())).count();
    if (own >= step.bounds().queuedPerOwner()) {
      limits.add(Limit.QUEUED_PER_OWNER);
    }
    return limits;
  }

  boolean isReady(ReferenceRow row) {
    Instant start = row.start;
    return start == null || !time.now().isBefore(start);
  }

  boolean isOver(ReferenceRow row) {
    Instant patience = row.patience;
    return patience != null && !time.now().isBefore(patience);
  }

  long occupying() {
    return bodies().count();
  }

  long occupying(Optional<String> owner) {
    return bodies().filter(run -> run.owner().equals(owner)).count();
  }

  private Stream<Run> bodies() {
    Stream<Run> kept = rows.stream().map(row -> row.run);
    return Stream.concat(kept, forgotten.stream()).filter(run -> run.state().occupying());
  }

  // ---- changes

  /**
   * A step makes this of a row. Mail that becomes due, and for which there is no possible sink, is
   * unrouted (contract F2).
   */
  void keep(ReferenceRow row, Run run) {
    boolean wasQueued = row.isQueued();
    Run before = row.run;
    row.run = run;
    if (!wasQueued || !row.isQueued()) {
      row.start = null;
      row.patience = null;
    }
    if (run.status().isFinal() && !before.status().isFinal()) {
      row.endedAs = ++ends;
    }
    if (!row.is(DeliveryStatus.WAITING) || run.mail().holds() > 0) {
      row.retryAt = null;
    }
    if (row.isDue() && !row.isParkable() && routes.of(row.owner()).isEmpty()) {
      row.run = ((Applied) MailTransitions.unroute(run)).run();
    }
    if (row.is(DeliveryStatus.DEAD) && before.mail().status() != DeliveryStatus.DEAD) {
      row.diedAs = ++deaths;
    }
  }

  /** A step is over; what is not to be kept at all goes with it. */
  void endStep() {
    for (ReferenceRow row : rows) {
      row.endStep(time.now(), routes.of(row.owner()).isPresent());
    }
    forgetIf(row -> row.isOver() && row.policy().retention().isZero());
  }

  void forgetIf(Predicate<ReferenceRow> what) {
    rows.stream()
        .filter(what)
        .map(row -> row.run)
        .filter(run -> run.settledAt().isEmpty())
        .forEach(forgotten::add);
    rows.removeIf(what);
  }

  void bodyIsGone(Registration of, int epoch) {
    forgotten.removeIf(run -> isAttempt(run, of, epoch));
  }

  void bodyIsGivenUp(Registration of, int epoch) {
    forgotten.replaceAll(run ->
        isAttempt(run, of, epoch) && Transitions.giveUp(run, epoch) instanceof Applied applied
            ? applied.run()
            : run);
  }

  private static boolean isAttempt(Run run, Registration of, int epoch) {
    return run.registration().runId().equals(of.runId()) && run.epoch() == epoch;
  }
}
