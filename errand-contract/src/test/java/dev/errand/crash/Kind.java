package dev.errand.crash;

/**
 * What a line of evidence says. Most verbs have two lines: one before the call (…{@code ING} or a
 * bare verb) and one after it has returned. A life that was killed in between leaves the first
 * without the second: the verb may have happened or not.
 */
enum Kind {
  /** A driver is there; {@code seed}, {@code mode}. */
  BORN,
  /** It has opened the store. */
  OPENED,
  /** It has a manager. */
  BUILT,
  /** It begins to close its manager. */
  CLOSING,
  /** Manager and store are closed. */
  CLOSED,
  /** Something in a driver broke that must not. */
  BROKEN,
  /** Said by the killer: the life ended by {@code kill -9}. */
  KILLED,
  /** Said by the killer: the life ended by itself, with a {@code code}. */
  EXITED,
  /** Said by the killer: the life went on far too long and was ended. */
  HUNG,
  /** Said by the killer: from now on the others may take it for dead; a fault follows. */
  DOUBTED,
  /** Said by the killer: the fault is over, and all that followed from it. */
  CERTAIN,
  /**
   * Said by the killer: for a while it could not be heard of, as nobody could; what it had begun
   * before it may have stopped and handed back.
   */
  UNHEARD,
  /**
   * Said by the killer: the others have taken it for dead. If it is there {@code again} since, that
   * was about an opening of the store that had failed halfway, and about nothing it has.
   */
  BURIED,
  /** Said by the killer: nothing of what it had is still running. */
  RECOVERED,
  /** Said by the killer: something of what it had is running still, far too late. */
  STRANDED,

  /** About to register {@code t}. */
  REGISTER,
  /** The registration of {@code t} has returned {@code id}. */
  REGISTERED,
  /** The registration of {@code t} was refused. */
  REFUSED,
  /** The registration of {@code t} failed, and says that its outcome is unknown. */
  UNKNOWN,
  /** The hold that came with {@code t} is about to be given up. */
  UNHOLD,

  /** A body begins. */
  BODY,
  /** A body is about to return or throw {@code text}. */
  BODY_ENDS,
  /** A listener heard of an end, which is recorded by then. */
  ENDED,
  /** A read showed a run. */
  SAW,

  /** A sink of {@code sink} got a delivery. */
  SINK,
  /** It is about to accept it. */
  SINK_OK,
  /** It is about to fail it. */
  SINK_FAILED,
  /** A listener heard that a delivery was concluded, which is recorded by then. */
  CONCLUDED,

  /** A reader has leased a delivery of its owner, {@code sink}. */
  TOOK,
  /** It is about to confirm it. */
  CONFIRM,
  /** It has; {@code done} says whether that concluded it. */
  CONFIRMED,
  /** It is about to give it back. */
  RELEASE,

  /** About to acknowledge {@code t}. */
  ACKNOWLEDGE,
  /** It is acknowledged. */
  ACKNOWLEDGED,
  /** About to lift the mute of {@code t}. */
  RESUME,
  /** {@code done} says whether it was lifted. */
  RESUMED,
  /** Somebody under a foreign filter has acknowledged and cancelled {@code t}, in vain. */
  MEDDLED,
  /** About to wait for {@code t} in the foreground and to consume it. */
  AWAIT,
  /** The wait is over; {@code done} says whether it consumed {@code t}. */
  AWAITED,

  /** About to cancel {@code t} by {@code by}. */
  CANCEL,
  /** {@code done} says whether that cancelled it. */
  CANCELLED,

  /** In the last life: nothing is under way any more; the counts of what is left. */
  DRAINED,
  /** In the last life: a row that is there at the end. */
  ROW
}
