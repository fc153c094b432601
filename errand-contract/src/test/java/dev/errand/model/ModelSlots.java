package dev.errand.model;

import dev.errand.JobFilter;
import dev.errand.JobStatus;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may run (contract A3 to A5). Where the manager has a choice (which owner's queued run starts
 * first) the model follows it, and checks that the choice was one.
 */
final class ModelSlots {
  /** The runs with a body that goes on, forgotten ones among them. */
  final Set<ModelRun> bodies = new LinkedHashSet<>();

  int maxRunning;
  private final Model model;
  private final Set<ModelRun> claimedJustNow = new LinkedHashSet<>();

  ModelSlots(Model model) {
    this.model = model;
    this.maxRunning = model.setup.maxRunning();
  }

  boolean canStartNow(Want want) {
    return !want.isLaterOn() && hasSlotFor(want.owner()) && claimable().findAny().isEmpty();
  }

  void bodyBegan(ModelRun run) {
    if (run.status == JobStatus.QUEUED) {
      Disagreement.unless(
          claimable().anyMatch(run::equals), run + " starts though it is not its turn");
      claim(run);
      claimedJustNow.add(run);
    }
    Disagreement.unless(
        run.status == JobStatus.RUNNING && !run.begun, run + " begins though it is " + run.status);
    run.begun = true;
  }

  /** Whoever was claimed ranks before whoever of the same owner was not (A4). */
  void checkTurns() {
    for (ModelRun claimed : claimedJustNow) {
      claimableIfSlots()
          .filter(run -> run.owner().equals(claimed.owner()))
          .filter(run -> ModelRun.BY_RANK.compare(run, claimed) < 0)
          .forEach(run -> {
            throw new Disagreement(claimed + " started before " + run);
          });
    }
    claimedJustNow.clear();
    Disagreement.unless(
        claimable().findAny().isEmpty(), "queued though a slot is free: " + claimable().toList());
  }

  void claim(ModelRun run) {
    run.status = JobStatus.RUNNING;
    run.startedAt = model.now;
    bodies.add(run);
    model.told.add("started " + run);
  }

  private Stream<ModelRun> claimable() {
    return claimableIfSlots().filter(run -> hasSlotFor(run.owner()));
  }

  private Stream<ModelRun> claimableIfSlots() {
    return queued().filter(run -> run.eligibleAt().map(at -> !model.now.isBefore(at)).orElse(true));
  }

  private boolean hasSlotFor(Optional<String> owner) {
    return occupied().count() < maxRunning
        && occupied().filter(run -> run.owner().equals(owner)).count()
            < model.setup.maxRunningPerOwner();
  }

  private Stream<ModelRun> occupied() {
    return bodies.stream().filter(run -> !run.givenUp);
  }

  Stream<ModelRun> queued() {
    return model.rows.stream().filter(run -> run.status == JobStatus.QUEUED);
  }

  /** Whether anything of these owners goes on: queued, running, or a body after its end (G3). */
  boolean isBusy(JobFilter filter) {
    return model.seenBy(filter).anyMatch(run -> !run.isEnded())
        || bodies.stream().anyMatch(run -> filter.matches(run.owner()));
  }
}
