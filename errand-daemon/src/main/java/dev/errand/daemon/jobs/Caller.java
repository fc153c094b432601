package dev.errand.daemon.jobs;

import dev.errand.CancelledBy;
import dev.errand.Job;

/**
 * Who asks. Somebody who names an owner sees that owner's jobs only, and another's look like none;
 * a person who names nobody sees all.
 *
 * @param owner whose jobs and mail are meant if it is not said otherwise
 * @param scoped whether the owner was named
 */
public record Caller(String owner, boolean scoped) {
  /** Whose jobs are those that nobody named an owner for. */
  public static final String DEFAULT_OWNER = "default";

  /** A person at the terminal, who sees everything. */
  public static final Caller PERSON = new Caller(DEFAULT_OWNER, false);

  /**
   * Checks the owner.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public Caller {
    owner = Addresses.checkOwner(owner);
  }

  /** The agent or session of this name. */
  public static Caller of(String owner) {
    return new Caller(owner, true);
  }

  /** Whether the job is there for this caller. */
  public boolean sees(Job job) {
    return !scoped || owns(job);
  }

  /** Whether the job is this caller's own, so that seeing its result means having it. */
  public boolean owns(Job job) {
    return Addresses.ownerOf(job).equals(owner);
  }

  /** What it means when this caller cancels a job. */
  CancelledBy cancelling(Job job) {
    return scoped && owns(job) ? CancelledBy.OWNER : CancelledBy.PERSON;
  }
}
