package dev.errand.model;

import static dev.errand.model.Disagreement.unlessSame;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Compares all that the manager says with what the model says. */
final class Comparison {
  static final List<JobFilter> FILTERS =
      List.of(
          JobFilter.all(),
          JobFilter.unowned(),
          JobFilter.owner("a"),
          JobFilter.ownerTree("a"),
          JobFilter.owner("b"),
          JobFilter.owner("nobody"));

  private final AsyncJobManager manager;
  private final Model model;
  private int turn;

  Comparison(AsyncJobManager manager, Model model) {
    this.manager = manager;
    this.model = model;
  }

  /** All runs each time; the lists and counts under one filter after the other. */
  void compare() {
    compareRuns();
    JobFilter filter = FILTERS.get(turn++ % FILTERS.size());
    compareLists(filter);
    compareMail(JobFilter.all());
    compareMail(filter);
    compareOne(filter);
  }

  private void compareRuns() {
    List<Job> jobs = manager.allJobs();
    unlessSame("all jobs", ids(model.rows.stream()), snapshotIds(jobs));
    for (int i = 0; i < jobs.size(); i++) {
      Snapshots.check(model.rows.get(i), jobs.get(i), model.now);
    }
  }

  private void compareLists(JobFilter filter) {
    unlessSame(
        "all jobs under " + filter,
        ids(model.seenBy(filter)),
        snapshotIds(manager.allJobs(filter)));
    unlessSame(
        "running under " + filter,
        ids(model.seenBy(filter).filter(run -> run.status == JobStatus.RUNNING)),
        snapshotIds(manager.runningJobs(filter)));
    for (int limit : List.of(3, 1_000)) {
      unlessSame(
          limit + " recent under " + filter,
          ids(ended(filter).sorted(ModelRun.BY_END.reversed()).limit(limit)),
          snapshotIds(manager.recentJobs(limit, filter)));
    }
    unlessSame(
        "unsettled under " + filter,
        ids(ended(filter).filter(run -> run.hasBody() && run.givenUp).sorted(ModelRun.BY_END)),
        snapshotIds(manager.unsettledJobs(filter)));
    compareDead(filter);
  }

  /** Those that died at the same moment may be in any order. */
  private void compareDead(JobFilter filter) {
    List<String> dead = manager.deadLetters(filter).stream().map(Delivery::jobId).toList();
    List<ModelRun> expected =
        model
            .seenBy(filter)
            .filter(run -> run.mail == DeliveryStatus.DEAD)
            .sorted(
                Comparator.comparing((ModelRun run) -> run.diedAt)
                    .thenComparing(run -> dead.indexOf(run.id)))
            .toList();
    unlessSame("dead letters under " + filter, ids(expected.stream()), dead);
  }

  private Stream<ModelRun> ended(JobFilter filter) {
    return model.seenBy(filter).filter(ModelRun::isEnded);
  }

  private void compareMail(JobFilter filter) {
    DeliveryState state = manager.deliveryState(filter);
    String where = " under " + filter;
    List<ModelRun> queued =
        model.seenBy(filter).filter(model.mail::isQueued).sorted(ModelRun.BY_END).toList();
    unlessSame("queued" + where, queued.size(), state.queued());
    unlessSame("pending ids" + where, ids(queued.stream()), state.pendingJobIds());
    unlessSame("pending" + where, !queued.isEmpty(), manager.hasPendingDeliveries(filter));
    unlessSame("held" + where, count(filter, ModelRun::isHeldBack), state.held());
    unlessSame("parked" + where, count(filter, model.mail::isParked), state.parked());
    unlessSame("dead" + where, count(filter, run -> run.mail == DeliveryStatus.DEAD), state.dead());
    unlessSame("delivering" + where, model.mail.sinks.running(filter), (long) state.delivering());
    unlessSame("stuck" + where, model.mail.sinks.stuck(filter), (long) state.stuck());
    Optional<Instant> retry =
        model
            .seenBy(filter)
            .filter(run -> run.retry != null && !model.mail.isParked(run))
            .map(run -> run.retry.at)
            .min(Comparator.naturalOrder());
    unlessSame("the next retry" + where, retry, state.nextRetryAt());
  }

  private int count(JobFilter filter, Predicate<ModelRun> which) {
    return (int) model.seenBy(filter).filter(which).count();
  }

  private void compareOne(JobFilter filter) {
    if (model.rows.isEmpty()) {
      return;
    }
    ModelRun run = model.rows.get(turn % model.rows.size());
    boolean seen = filter.matches(run.owner());
    unlessSame(
        run + " under " + filter,
        Optional.of(run.runId).filter(id -> seen),
        manager.job(" " + run.id, filter).map(Job::runId));
    boolean suppressed =
        !run.holders.isEmpty()
            || run.mail == DeliveryStatus.MUTED
            || run.mail == DeliveryStatus.ACKNOWLEDGED;
    unlessSame(
        run + " suppressed under " + filter,
        seen && suppressed,
        manager.isDeliverySuppressed(run.id + " ", filter));
  }

  private static List<String> ids(Stream<ModelRun> runs) {
    return runs.map(run -> run.id).toList();
  }

  private static List<String> snapshotIds(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }
}
