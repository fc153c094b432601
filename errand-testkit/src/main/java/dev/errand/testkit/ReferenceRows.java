package dev.errand.testkit;

import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Limit;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link ReferenceStore}, in one list that is read from end to end for each question.
 */
class ReferenceRows {

  /** A row, with what it waits for while it is queued. */
  static final class Row {
    Run run;
    @Nullable Instant start;
    @Nullable Instant patience;
    int endedAs;

    Row(Run run) {
      this.run = run;
    }

    boolean isQueued() {
      return run.status() == JobStatus.QUEUED;
    }

    @Override
    public String toString() {
      return run.toString();
    }
  }

  private static final Comparator<Row> BY_END = Comparator.comparingInt(row -> row.endedAs);
  static final Comparator<Row> BY_TURN =
      Comparator.comparingInt((Row row) -> -row.run.registration().terms().priority())
          .thenComparingLong(row -> row.run.registration().sequence());

  final VirtualTime time;
  final List<Row> rows = new ArrayList<>();

  /** Runs that are forgotten, while their bodies still count as running. */
  final List<Run> forgotten = new ArrayList<>();

  private int ends;
  private int automatic;

  ReferenceRows(VirtualTime time) {
    this.time = time;
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

  Stream<Row> ended() {
    return rows.stream().filter(row -> row.run.status().isFinal());
  }

  static List<Run> runs(Stream<Row> some, JobFilter filter) {
    return some.map(row -> row.run).filter(run -> filter.matches(run.owner())).toList();
  }

  @Nullable Row row(Registration run) {
    return rows.stream()
        .filter(row -> row.run.registration().runId().equals(run.runId()))
        .findAny()
        .orElse(null);
  }

  /** When a queued row is to be looked after: at its start or at the end of its patience. */
  @Nullable Instant due(Row row) {
    Instant start = isReady(row) ? null : row.start;
    return Stream.of(Optional.ofNullable(start), Optional.ofNullable(row.patience))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  Optional<Duration> soonest(Function<Row, @Nullable Instant> of) {
    return rows.stream()
        .filter(Row::isQueued)
        .flatMap(row -> Stream.ofNullable(of.apply(row)))
        .min(Comparator.naturalOrder())
        .map(due -> Duration.between(time.now(), due));
  }

  static List<String> ids(List<Row> some) {
    return some.stream().map(row -> row.run.id()).toList();
  }

  // ---- which id is next

  String automaticId() {
    String id;
    do {
      id = "bg_" + ++automatic;
    } while (isTaken(id));
    return id;
  }

  String idNear(String preferred) {
    if (!isTaken(preferred)) {
      return preferred;
    }
    String prefix = preferred + "-";
    long highest =
        rows.stream()
            .map(row -> row.run.id())
            .filter(
                id -> id.startsWith(prefix) && id.substring(prefix.length()).matches("[1-9][0-9]*"))
            .mapToLong(id -> Long.parseLong(id.substring(prefix.length())))
            .max()
            .orElse(1);
    return prefix + Math.max(2, highest + 1);
  }

  private boolean isTaken(String id) {
    return find(id, JobFilter.all()).isPresent();
  }

  // ---- what may run or be queued

  /** What the worker could start now. */
  List<Row> candidates(Worker worker, Bounds bounds) {
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
    List<Row> queued = rows.stream().filter(Row::isQueued).toList();
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

  boolean isReady(Row row) {
    Instant start = row.start;
    return start == null || !time.now().isBefore(start);
  }

  boolean isOver(Row row) {
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
    Stream<Run> kept = rows.stream().map(row -> row.run).filter(run -> run.state().occupying());
    return Stream.concat(kept, forgotten.stream());
  }

  void bodyIsGone(Registration of, int epoch) {
    forgotten.removeIf(
        run -> run.registration().runId().equals(of.runId()) && run.epoch() == epoch);
  }

  void replace(Row row, Run run) {
    if (run.status().isFinal() && !row.run.status().isFinal()) {
      row.endedAs = ++ends;
    }
    row.run = run;
    row.start = null;
    row.patience = null;
  }
}
