package dev.errand.model;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.Job;
import dev.errand.JobFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Who waits for what (contract F14, G, I1). */
final class ModelWaits {
  private final Model model;
  private final List<ModelWait> pending = new ArrayList<>();

  ModelWaits(Model model) {
    this.model = model;
  }

  // ---- a wait begins, and ends

  ModelWait begin(int number, Instant deadline, BooleanSupplier condition) {
    ModelWait wait = new ModelWait(number, deadline, condition);
    pending.add(wait);
    return wait;
  }

  ModelAwait begin(
      int number, Instant deadline, List<String> ids, AwaitMode mode, JobFilter filter) {
    List<ModelRun> runs = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      Optional<ModelRun> run = model.find(id, filter);
      run.ifPresentOrElse(runs::add, () -> unknown.add(id));
    }
    ModelAwait wait = new ModelAwait(number, deadline, mode, runs, unknown);
    runs.forEach(run -> model.mail.holdForWait(run, wait.holder()));
    pending.add(wait);
    return wait;
  }

  /** It has returned, and says whether it was met. */
  void returned(ModelWait wait, boolean met) {
    over(wait);
    Disagreement.unlessSame(wait + " is met", wait.isMet(), met);
    Disagreement.unless(met || !model.now.isBefore(wait.deadline), wait + " returned early");
  }

  void returned(ModelAwait wait, Awaited awaited) {
    wait.check(awaited);
    returned(wait, awaited.met());
  }

  void interrupted(ModelWait wait) {
    over(wait);
    if (wait instanceof ModelAwait await) {
      close(await);
    }
  }

  private void over(ModelWait wait) {
    Disagreement.unless(pending.remove(wait), wait + " ended twice");
    wait.returned = true;
  }

  /** The owner has what was shown; the rest is released. */
  void consume(ModelAwait wait) {
    wait.shown.stream()
        .filter(run -> !run.forgotten)
        .forEach(run -> {
          boolean unused = model.mail.acknowledge(run);
        });
    close(wait);
  }

  void close(ModelAwait wait) {
    wait.runs.stream()
        .filter(run -> !run.forgotten)
        .forEach(run -> {
          boolean unused = model.mail.release(run, wait.holder());
        });
  }

  // ---- closing the manager

  /** All bodies are gone, and all mail that somebody could take was taken. */
  ModelWait beginClose(int number, Instant deadline) {
    if (!model.refusesWork) {
      model.refusesWork = true;
      int unused = model.cancelAll(CancelledBy.SHUTDOWN, JobFilter.all());
    }
    return begin(
        number,
        deadline,
        () -> model.slots.bodies.isEmpty() && !model.mail.hasPending(JobFilter.all()));
  }

  void closed(ModelWait wait, CloseReport report) {
    over(wait);
    // Not for what readers have, nor for a call that hangs in a sink that has gone since.
    boolean nothingToDeliver =
        model.slots.bodies.isEmpty()
            && model.rows.stream()
                .filter(model.mail::isQueued)
                .allMatch(run -> model.mail.sinks.of(run.owner()).isEmpty());
    Disagreement.unless(
        nothingToDeliver || !model.now.isBefore(wait.deadline), "close returned early");
    Disagreement.unlessSame(
        "what is unsettled at close",
        model.slots.bodies.stream().map(run -> run.runId).sorted().toList(),
        report.unsettled().stream().map(Job::runId).sorted().toList());
    Disagreement.unlessSame(
        "what is undelivered at close",
        model.rows.stream()
            .filter(ModelRun::isUnderWay)
            .sorted(ModelRun.BY_END)
            .map(run -> run.runId)
            .toList(),
        report.undelivered().stream().map(Job::runId).toList());
  }

  // ---- what happens meanwhile

  void forgotten(ModelRun run) {
    pending.stream()
        .filter(ModelAwait.class::isInstance)
        .forEach(wait -> ((ModelAwait) wait).forgotten(run));
  }

  boolean isPending(ModelWait wait) {
    return pending.contains(wait);
  }

  Stream<Instant> moments() {
    return pending.stream().map(wait -> wait.deadline);
  }

  void checkNobodyWaitsInVain() {
    for (ModelWait wait : pending) {
      Disagreement.unless(!wait.isMet(), wait + " goes on though it is met");
      Disagreement.unless(model.now.isBefore(wait.deadline), wait + " goes on beyond its timeout");
    }
  }
}
