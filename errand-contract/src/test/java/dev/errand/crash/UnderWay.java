package dev.errand.crash;

/** What one life has begun to do about a run, or has not been heard to be over. */
final class UnderWay {
  boolean bodyOpen;
  boolean callOpen;

  /** A reader has its delivery, until then in microseconds; a lease ends by itself (F16). */
  long leasedUntil;

  /** A sink of this life has accepted it. */
  boolean accepted;

  boolean acceptedBeforeClosing;
  int consumesOpen;
  int resumesOpen;
  int confirmsOpen;
  int ownerCancelsOpen;

  boolean isWithSomebody(long now) {
    return callOpen || leasedUntil > now;
  }

  boolean mayHaveConsumed() {
    return consumesOpen + resumesOpen + confirmsOpen + ownerCancelsOpen > 0;
  }
}
