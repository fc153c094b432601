package dev.errand.bench;

import java.time.Instant;

/**
 * A run as hand-written code might have it: the columns that change on its way from {@code
 * register} to the end of its delivery, with the values that our store gives them.
 */
final class RawRun {
  private static final long KEPT_NANOS = 300_000_000_000L;

  final long sequence;
  final String owner;
  final long registeredAt = now();

  String status = "RUNNING";
  boolean occupying = true;
  long endedAt;
  long endSequence;
  String delivery = "NOT_DUE";
  int attempts;
  long lease;
  long dueSince;
  long firstAttemptAt;
  long forgetAt;

  RawRun(long sequence, String owner) {
    this.sequence = sequence;
    this.owner = owner;
  }

  void end(long place) {
    status = "COMPLETED";
    occupying = false;
    endedAt = now();
    endSequence = place;
    delivery = "WAITING";
    dueSince = endedAt;
  }

  void handOut(long newLease) {
    delivery = "IN_FLIGHT";
    attempts = 1;
    lease = newLease;
    firstAttemptAt = now();
  }

  void conclude() {
    delivery = "DELIVERED";
    lease = 0;
    dueSince = 0;
    firstAttemptAt = 0;
    forgetAt = now() + KEPT_NANOS;
  }

  boolean isUnderWay() {
    return delivery.equals("WAITING") || delivery.equals("IN_FLIGHT");
  }

  /** Nanoseconds since 1970. */
  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }
}
