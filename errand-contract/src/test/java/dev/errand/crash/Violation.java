package dev.errand.crash;

/**
 * Something that must not be.
 *
 * @param ticket the job it is about; {@link Event#NOBODY} if about none
 * @param line the evidence that showed it
 */
record Violation(Invariant invariant, String ticket, String what, String line) {

  @Override
  public String toString() {
    return invariant.title + ": " + what + "\n  at: " + line;
  }
}
