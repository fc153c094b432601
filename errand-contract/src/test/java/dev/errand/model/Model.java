package dev.errand.model;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the contract says of runs (sections A to E, H, I), written for clarity: plain lists that are
 * looked through each time. What it says of slots and the queue is in {@link ModelSlots}, of
 * deliveries in {@link ModelMail}, of waits in {@link ModelWaits}.
 */
final class Model {
  final Setup setup;

  /** The runs that are kept, in order of registration. */
  final List<ModelRun> rows = new ArrayList<>();

  /** What listeners should have heard since it was last looked at. */
  final List<String> told = new ArrayList<>();

  final ModelSlots slots;
  final ModelMail mail = new ModelMail(this);
  final ModelWaits waits = new ModelWaits(this);
  final ModelClock clock = new ModelClock(this);
  private final ModelIds ids = new ModelIds();

  Instant now;
  boolean refusesWork;

  /** While this does what no thread reports: what exactly happens first at this moment is open. */
  boolean happensUnseen;

  private long ends;

  Model(Setup setup, Instant now) {
    this.setup = setup;
    this.now = now;
    this.slots = new ModelSlots(this);
  }

  // ---- the verbs

  /** The run that has this id now, if the filter sees it. */
  Optional<ModelRun> find(String id, JobFilter filter) {
    return rows.stream()
        .filter(run -> run.id.equals(id) && filter.matches(run.owner()))
        .findFirst();
  }

  Stream<ModelRun> seenBy(JobFilter filter) {
    return rows.stream().filter(run -> filter.matches(run.owner()));
  }

  /** The run that was registered with the same key (A8). */
  Optional<ModelRun> known(Want want) {
    return rows.stream()
        .filter(run -> want.key().isPresent() && run.want.key().equals(want.key()))
        .filter(run -> run.owner().equals(want.owner()))
        .findFirst();
  }

  /** Why a registration is refused; empty if it is not. */
  Optional<String> refusal(Want want) {
    if (refusesWork) {
      return Optional.of("ManagerClosedException");
    }
    if (known(want).isPresent() || slots.canStartNow(want)) {
      return Optional.empty();
    }
    if (!want.queue() && !want.isLaterOn()) {
      return Optional.of("JobLimitReachedException");
    }
    boolean full = slots.queued().count() >= setup.maxQueued();
    return full ? Optional.of("QueueFullException") : Optional.empty();
  }

  ModelRun register(int number, Want want) {
    boolean startsNow = slots.canStartNow(want);
    String id = ids.next(want.id(), rows.stream().map(run -> run.id));
    ModelRun run = new ModelRun(number, want, id, now);
    rows.add(run);
    told.add("registered " + run);
    if (want.hold()) {
      run.holders.add(ModelMail.REGISTRATION);
    }
    if (startsNow) {
      slots.claim(run);
    }
    return run;
  }

  boolean cancel(String id, CancelledBy by, JobFilter filter) {
    Optional<ModelRun> run = find(id, filter).filter(found -> !found.isEnded());
    run.ifPresent(found ->
        end(found, EndReason.CANCELLED, Optional.of(by), "Cancelled by " + by.description()));
    return run.isPresent();
  }

  int cancelAll(CancelledBy by, JobFilter filter) {
    // Queued ones first, as the order of ends tells who comes first in the lists.
    List<ModelRun> meant =
        Stream.concat(
                seenBy(filter).filter(run -> run.status == JobStatus.QUEUED),
                seenBy(filter).filter(run -> run.status == JobStatus.RUNNING))
            .toList();
    meant.forEach(run -> cancel(run.id, by, JobFilter.all()));
    return meant.size();
  }

  int evict(JobFilter filter) {
    List<ModelRun> meant = seenBy(filter).filter(ModelRun::isEnded).toList();
    meant.forEach(this::forget);
    return meant.size();
  }

  // ---- what bodies do

  void bodyEnded(ModelRun run, boolean returned, String text) {
    if (run.status == JobStatus.RUNNING) {
      run.settledAt = now;
      slots.bodies.remove(run);
      end(run, returned ? EndReason.RETURNED : EndReason.THREW, Optional.empty(), text);
    } else {
      settle(run, Optional.of(text).filter(late -> !late.isEmpty()));
    }
  }

  /** What was cancelled before its body began has none (the thread looks before it calls). */
  void settleWhatNeverBegan() {
    happensUnseen = true;
    List.copyOf(slots.bodies).stream()
        .filter(run -> run.isEnded() && !run.begun)
        .forEach(run -> settle(run, Optional.empty()));
    happensUnseen = false;
  }

  /** What has to hold when all threads wait: nothing that could happen has been forgotten. */
  void checkAtRest() {
    slots.checkTurns();
    mail.sinks.checkNothingIsLeftLying();
    waits.checkNobodyWaitsInVain();
    for (ModelRun run : rows) {
      Disagreement.unless(
          run.overSince == null || now.isBefore(latestEviction(run)), run + " is kept too long");
    }
  }

  // ---- ends, and what comes after them

  void end(ModelRun run, EndReason reason, Optional<CancelledBy> by, String text) {
    boolean wasQueued = run.status == JobStatus.QUEUED;
    run.status = reason.status();
    run.reason = reason;
    run.by = by;
    run.text = text;
    run.endedAt = now;
    run.endOrder = ++ends;
    if (wasQueued) {
      run.settledAt = now;
    }
    told.add("ended " + run);
    if (run.settledAt != null) {
      told.add("settled " + run);
    }
    mail.ended(run);
  }

  private void settle(ModelRun run, Optional<String> lateText) {
    run.settledAt = now;
    run.lateText = lateText;
    slots.bodies.remove(run);
    if (!run.forgotten) {
      told.add("settled " + run);
      mail.look(run);
      keepOrNot(run);
    }
  }

  /** The retention counts from settling and conclusion, the later of the two (H1). */
  void keepOrNot(ModelRun run) {
    boolean over = run.settledAt != null && run.isConcluded() && run.mail != DeliveryStatus.DEAD;
    if (!over) {
      run.overSince = null;
    } else if (run.overSince == null) {
      run.overSince = now;
      if (setup.retention().isZero()) {
        forget(run);
      }
    }
  }

  void forget(ModelRun run) {
    run.forgotten = true;
    rows.remove(run);
    waits.forgotten(run);
    told.add("evicted " + run);
  }

  /** The manager says that a run was forgotten: because its retention was over. */
  void evicted(ModelRun run, Instant at) {
    if (!run.forgotten) {
      Disagreement.unless(
          run.overSince != null && !at.isBefore(run.overSince.plus(setup.retention())),
          run + " was forgotten though it is to be kept");
      forget(run);
    }
  }

  /** Sweeps that come one after another may be put together. */
  Instant latestEviction(ModelRun run) {
    return run.overSince.plus(setup.retention()).plusMillis(50);
  }
}
