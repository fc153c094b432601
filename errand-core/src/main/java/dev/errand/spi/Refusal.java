package dev.errand.spi;

/** Why a step was refused. A refused step has changed nothing. */
public enum Refusal {
  /** There is no such run, or the filter does not see it. */
  UNKNOWN,
  /** The run has its final status already. */
  ENDED,
  /** The run is not queued, or not to be started yet. */
  NOT_QUEUED,
  /** The run is not running. */
  NOT_RUNNING,
  /** The step comes from an older attempt than the latest. */
  FENCED,
  /** The run has not ended yet. */
  NOT_ENDED,
  /** The body of the run is known to be gone already. */
  SETTLED,
  /** The run has lost its place already, though its body is still there. */
  GIVEN_UP,
  /** The owner has the result already. */
  CONSUMED,
  /** There is no delivery that waits, or a hold keeps it back. */
  NOT_WAITING,
  /** There are not so many holds. */
  NOT_HELD,
  /** The run is not muted. */
  NOT_MUTED,
  /** The delivery is no dead letter. */
  NOT_DEAD
}
