package dev.errand.model;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the contract says of deliveries (section F): what each verb and each moment makes of a run's
 * mail. Who takes it is in {@link ModelSinks}.
 */
final class ModelMail {
  /** The holder that came with the registration. */
  static final String REGISTRATION = "registration";

  private static final Duration LEASE = Duration.ofSeconds(60);

  final ModelSinks sinks;
  final ModelMailClock clock;
  private final Model model;

  /** How often mail has become due. */
  private long dues;

  ModelMail(Model model) {
    this.model = model;
    this.sinks = new ModelSinks(model);
    this.clock = new ModelMailClock(model, this);
  }

  // ---- the run has changed

  void ended(ModelRun run) {
    if (run.by.equals(Optional.of(CancelledBy.OWNER))) {
      conclude(run, DeliveryStatus.NEVER_DUE);
    } else if (run.mail == DeliveryStatus.NOT_DUE) {
      run.mail = DeliveryStatus.WAITING;
    }
    look(run);
    model.keepOrNot(run);
  }

  /** Mail is due once nothing keeps it back; without a possible sink it is unrouted then (F2). */
  void look(ModelRun run) {
    countTimeHeld(run);
    if (run.mail != DeliveryStatus.WAITING || !run.holders.isEmpty()) {
      run.dueAt = null;
      run.retry = null;
    } else if (run.isOutOfTheWay() && run.dueAt == null && run.retry == null) {
      boolean parks = model.setup.routeByOwner() && run.owner().isPresent();
      if (sinks.of(run.owner()).isEmpty() && !parks && !run.accepted) {
        conclude(run, DeliveryStatus.UNROUTED);
      } else {
        run.dueAt = model.now;
        run.dueUnseen = model.happensUnseen;
        run.dueOrder = ++dues;
        run.accepted = true;
      }
    }
  }

  /** It does not count for the time to live (F6). */
  private void countTimeHeld(ModelRun run) {
    if (run.isHeldBack() && run.heldSince == null) {
      run.heldSince = model.now;
    } else if (!run.isHeldBack() && run.heldSince != null) {
      if (run.firstAttempt != null) {
        run.firstAttempt = run.firstAttempt.plus(Duration.between(run.heldSince, model.now));
      }
      run.heldSince = null;
    }
  }

  private void conclude(ModelRun run, DeliveryStatus how) {
    run.mail = how;
    run.holder = null;
    look(run);
    model.keepOrNot(run);
  }

  // ---- verbs

  void hold(ModelRun run, String holder) {
    run.holders.add(holder);
    look(run);
  }

  boolean release(ModelRun run, String holder) {
    boolean held = run.holders.remove(holder);
    look(run);
    return held;
  }

  /** The hold of the registration becomes the waiter's (G1). */
  void holdForWait(ModelRun run, String holder) {
    run.holders.add(holder);
    run.holders.remove(REGISTRATION);
    look(run);
  }

  /** Whether this dropped a delivery (F12). */
  boolean acknowledge(ModelRun run) {
    boolean waited = run.mail == DeliveryStatus.WAITING;
    if (run.mail == DeliveryStatus.NOT_DUE) {
      run.mail = DeliveryStatus.MUTED;
    } else if (!run.mail.isConsumed()) {
      conclude(run, DeliveryStatus.ACKNOWLEDGED);
    }
    return waited;
  }

  boolean resume(ModelRun run) {
    if (run.mail != DeliveryStatus.MUTED) {
      return false;
    }
    run.mail = run.isEnded() ? DeliveryStatus.WAITING : DeliveryStatus.NOT_DUE;
    look(run);
    model.keepOrNot(run); // without a sink it is concluded still, and as long as before
    return true;
  }

  boolean redeliver(ModelRun run) {
    if (run.mail != DeliveryStatus.DEAD) {
      return false;
    }
    run.mail = DeliveryStatus.WAITING;
    run.attempts = 0;
    run.error = Optional.empty();
    run.alone = false;
    run.firstAttempt = null;
    run.accepted = true;
    look(run);
    return true;
  }

  // ---- attempts

  /** What can be taken of this lane, in its order. */
  List<ModelRun> due(Optional<String> lane) {
    return model.rows.stream()
        .filter(run -> run.dueAt != null && run.owner().equals(lane))
        .sorted(ModelRun.IN_TURN)
        .toList();
  }

  /** A sink is called with it, or a reader leases it. */
  void handOut(ModelRun run, Object holder) {
    run.mail = DeliveryStatus.IN_FLIGHT;
    run.holder = holder;
    run.attempts++;
    if (run.firstAttempt == null) {
      run.firstAttempt = model.now;
    }
    look(run);
  }

  ModelReader take(int number, String owner, int max) {
    List<ModelRun> taken = due(Optional.of(owner)).stream().limit(max).toList();
    ModelReader reader = new ModelReader(number, taken);
    for (ModelRun run : taken) {
      handOut(run, reader);
      run.leasedUntil = model.now.plus(LEASE);
    }
    return reader;
  }

  /** The first success of any attempt concludes, late ones included; whether this was it (F6). */
  boolean succeeded(ModelRun run) {
    boolean first =
        !run.forgotten
            && (run.isUnderWay()
                || run.mail == DeliveryStatus.DEAD
                || run.mail == DeliveryStatus.UNROUTED);
    if (first) {
      model.told.add("delivered " + run);
      conclude(run, DeliveryStatus.DELIVERED);
    }
    return first;
  }

  void failed(ModelRun run, Object holder, String error, boolean inBatch) {
    if (run.forgotten || run.holder != holder) {
      return;
    }
    boolean tooOld = !model.now.isBefore(run.firstAttempt.plus(model.setup.deliveryTtl()));
    run.error = Optional.of(error);
    run.holder = null;
    if (tooOld || run.attempts >= model.setup.maxAttempts()) {
      die(run);
    } else {
      run.mail = DeliveryStatus.WAITING;
      run.alone |= inBatch;
      run.retry = new ModelRun.Retry(model.now, run.attempts);
      look(run);
    }
  }

  /** Whether it was still with this reader (F16). */
  boolean giveBack(ModelRun run, Object holder) {
    if (run.forgotten || run.holder != holder) {
      return false;
    }
    run.mail = DeliveryStatus.WAITING;
    run.holder = null;
    look(run);
    return true;
  }

  void die(ModelRun run) {
    model.told.add("dead " + run);
    run.diedAt = model.now;
    conclude(run, DeliveryStatus.DEAD);
  }

  // ---- what is under way (F10)

  boolean isParked(ModelRun run) {
    return run.mail == DeliveryStatus.WAITING
        && run.holders.isEmpty()
        && sinks.of(run.owner()).isEmpty();
  }

  boolean isQueued(ModelRun run) {
    return run.isUnderWay() && !run.isHeldBack() && !isParked(run);
  }

  boolean hasPending(JobFilter filter) {
    return model.seenBy(filter).anyMatch(this::isQueued);
  }
}
