package dev.errand.crash;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What the evidence has told so far of one ticket, which is one call of {@code register} and the
 * run it made, if it made one.
 */
final class RunHistory {
  final String ticket;

  // ---- as it was registered
  final int registerLife;
  final long registerLine;
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
  final TreeMap<Integer, Begun> bodies = new TreeMap<>(); // by epoch
  final TreeMap<Integer, String> texts = new TreeMap<>(); // epoch to what the body said
  String outcome;
  long outcomeLine;
  int outcomeEpoch;
  Event row;

  // ---- its delivery
  int accepted;
  boolean concluded;
  boolean confirmed;
  boolean unheld;

  // ---- the owner has it, or does not want it
  boolean acknowledged;
  long acknowledgedLine;
  boolean callOpenAtAcknowledgement;
  int callsSince;
  boolean cancelledByOwner;
  String cancelledBy;

  /** A verb that may have consumed it was under way at a kill, or met its opposite. */
  boolean mayBeConsumed;

  /** Acknowledged and resumed at the same time: whether it may come is not known. */
  boolean unclear;

  // ---- under way, by life
  private final Map<Integer, UnderWay> underWay = new TreeMap<>();

  /**
   * A body that has begun.
   *
   * @param life where
   * @param line when
   */
  record Begun(int life, long line) {}

  /**
   * One that is about to be registered.
   *
   * @param line when
   */
  RunHistory(Event register, long line) {
    ticket = register.ticket();
    registerLife = register.life();
    registerLine = line;
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

  /** What this life has under way. */
  UnderWay in(int life) {
    return underWay.computeIfAbsent(life, key -> new UnderWay());
  }

  /** Whether any life has this under way. */
  boolean any(Predicate<UnderWay> what) {
    return underWay.values().stream().anyMatch(what);
  }

  /** The lives that have this under way. */
  IntStream livesWith(Predicate<UnderWay> what) {
    return underWay.entrySet().stream()
        .filter(entry -> what.test(entry.getValue()))
        .mapToInt(Map.Entry::getKey);
  }

  /** What was under way when a life ended stays open for ever: it may have happened or not. */
  void isOver(int life) {
    UnderWay left = underWay.remove(life);
    if (left != null) {
      mayBeConsumed |= left.mayHaveConsumed();
      if (left.resumesOpen > 0) {
        acknowledged = false;
        unclear = true;
      }
    }
  }

  /** Whether somebody accepted it. */
  boolean mayBeDelivered() {
    return accepted > 0 || confirmed || any(mine -> mine.confirmsOpen > 0) || mayBeConsumed;
  }

  /** Whether somebody said that the owner has it. */
  boolean mayBeAcknowledged() {
    return acknowledged || any(mine -> mine.consumesOpen > 0) || mayBeConsumed;
  }

  boolean mayBeCancelledByOwner() {
    return cancelledByOwner || any(mine -> mine.ownerCancelsOpen > 0) || mayBeConsumed;
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
