package dev.errand.crash;

import java.util.TreeMap;

/**
 * What the evidence has told so far of one ticket, which is one call of {@code register} and the
 * run it made, if it made one.
 */
final class RunHistory {
  final String ticket;

  // ---- as it was registered
  final int registerLife;
  final String owner;
  final String work;
  final String key;
  final boolean preferred;
  final boolean held;
  final boolean keep;
  String registeredId;
  boolean refused;

  // ---- the run, once anything was seen of it
  String runId;
  String id;
  String deliveryId;
  final TreeMap<Integer, Integer> bodies = new TreeMap<>(); // epoch to life
  final TreeMap<Integer, String> texts = new TreeMap<>(); // epoch to what the body said
  String outcome;
  int outcomeLife;
  int outcomeEpoch;
  Event row;

  // ---- its delivery
  int accepted;
  boolean acceptedBeforeClosing;
  boolean concluded;
  boolean confirmed;
  boolean unheld;

  // ---- the owner has it, or does not want it
  boolean acknowledged;
  int acknowledgedLife;
  boolean callOpenAtAcknowledgement;
  int callsSince;
  boolean cancelledByOwner;
  String cancelledBy;

  /** A verb that may have consumed it was under way at a kill, or met its opposite. */
  boolean mayBeConsumed;

  /** Acknowledged and resumed at the same time: whether it may come is not known. */
  boolean unclear;

  // ---- under way in this life
  int life;
  int acceptedLife;
  boolean bodyOpen;
  boolean callOpen;
  boolean leased;
  int consumesOpen;
  int resumesOpen;
  int confirmsOpen;
  int ownerCancelsOpen;

  RunHistory(Event register) {
    ticket = register.ticket();
    registerLife = register.life();
    life = registerLife;
    owner = register.get("owner");
    work = register.get("work");
    key = register.get("key");
    preferred = !register.get("preferred").equals(Event.NOBODY);
    held = register.is("hold");
    keep = register.is("keep");
  }

  boolean isClosure() {
    return work.equals("closure");
  }

  boolean isRerun() {
    return work.equals(Bodies.RERUN);
  }

  boolean hasTrace() {
    return runId != null;
  }

  boolean hasKey() {
    return !key.equals(Event.NOBODY);
  }

  /** What was under way when its life ended stays open for ever: it may have happened or not. */
  void lifeIsOver() {
    mayBeConsumed |= consumesOpen + resumesOpen + confirmsOpen + ownerCancelsOpen > 0;
    if (resumesOpen > 0) {
      acknowledged = false;
      unclear = true;
    }
    consumesOpen = 0;
    resumesOpen = 0;
    confirmsOpen = 0;
    ownerCancelsOpen = 0;
    bodyOpen = false;
    callOpen = false;
    leased = false;
  }

  /** Whether somebody accepted it. */
  boolean mayBeDelivered() {
    return accepted > 0 || confirmed || confirmsOpen > 0 || mayBeConsumed;
  }

  /** Whether somebody said that the owner has it. */
  boolean mayBeAcknowledged() {
    return acknowledged || consumesOpen > 0 || mayBeConsumed;
  }

  boolean mayBeCancelledByOwner() {
    return cancelledByOwner || ownerCancelsOpen > 0 || mayBeConsumed;
  }

  /** Whether its delivery may be concluded. */
  boolean mayBeConcluded() {
    return mayBeDelivered() || mayBeAcknowledged() || mayBeCancelledByOwner();
  }

  /** Whether its row may be forgotten by now. */
  boolean mayBeForgotten() {
    return !keep && mayBeConcluded();
  }
}
