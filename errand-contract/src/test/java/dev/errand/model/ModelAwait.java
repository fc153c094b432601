package dev.errand.model;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A foreground wait for jobs, and what it shows (contract G1, G2). */
final class ModelAwait extends ModelWait {
  private final AwaitMode mode;
  final List<ModelRun> runs;
  private final List<String> unknown;
  private final List<ModelRun> consumedBefore;
  private final Set<ModelRun> evicted = new LinkedHashSet<>();
  List<ModelRun> shown = List.of();

  ModelAwait(
      int number, Instant deadline, AwaitMode mode, List<ModelRun> runs, List<String> unknown) {
    super(number, deadline, () -> false);
    this.mode = mode;
    this.runs = runs;
    this.unknown = unknown;
    this.consumedBefore =
        runs.stream().filter(run -> run.isEnded() && run.mail.isConsumed()).toList();
  }

  String holder() {
    return "wait " + number;
  }

  @Override
  boolean isMet() {
    boolean all = runs.stream().allMatch(ModelRun::isEnded);
    return all || (mode == AwaitMode.ANY && runs.stream().anyMatch(this::isNews));
  }

  private boolean isNews(ModelRun run) {
    return run.isEnded() && !consumedBefore.contains(run);
  }

  void forgotten(ModelRun run) {
    if (!returned && runs.contains(run)) {
      evicted.add(run);
    }
  }

  /** The manager shows this. */
  void check(Awaited awaited) {
    boolean onlyOld = consumedBefore.size() == runs.size();
    shown =
        runs.stream()
            .filter(run -> mode == AwaitMode.ANY && !onlyOld ? isNews(run) : run.isEnded())
            .toList();
    Disagreement.unlessSame(this + " is met", isMet(), awaited.met());
    Disagreement.unlessSame(
        "the jobs of " + this, ids(shown), awaited.jobs().stream().map(Job::id).toList());
    Disagreement.unlessSame(
        "the runs of " + this,
        shown.stream().map(run -> run.runId).toList(),
        awaited.jobs().stream().map(Job::runId).toList());
    Disagreement.unlessSame("what " + this + " did not know", unknown, awaited.unknown());
    Disagreement.unlessSame(
        "what was evicted during " + this,
        ids(shown.stream().filter(evicted::contains).toList()),
        awaited.evicted());
    Disagreement.unlessSame(
        "what was consumed before " + this,
        ids(shown.stream().filter(this::wasConsumedBefore).toList()),
        awaited.alreadyConsumed());
    for (int i = 0; i < shown.size(); i++) {
      Snapshots.checkEnd(shown.get(i), awaited.jobs().get(i));
    }
  }

  /** A call of the sink that had begun before the wait counts as before. */
  private boolean wasConsumedBefore(ModelRun run) {
    return consumedBefore.contains(run) || run.mail == DeliveryStatus.DELIVERED;
  }

  private static List<String> ids(List<ModelRun> runs) {
    return runs.stream().map(run -> run.id).toList();
  }
}
