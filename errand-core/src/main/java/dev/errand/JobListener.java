package dev.errand;

import java.util.Optional;

/**
 * Hears what happens to the jobs of one manager; added with {@link AsyncJobManager#addListener}.
 *
 * <p>Each listener is called on a thread of its own, one call at a time and, for one run, in the
 * order of the methods below. What a listener does, how long it takes and what it throws reaches
 * neither the manager nor another listener: an exception is logged, and of a listener that falls
 * more than {@value #BACKLOG} events behind the newest events are dropped and the loss is logged.
 * Events are for looking on; what must not be lost is delivered, not heard.
 */
public interface JobListener {
  /** How many events one listener may lag behind before events are dropped. */
  int BACKLOG = 100_000;

  /** A run was registered; it is queued or already has its slot. */
  default void onRegistered(Job job) {}

  /** An attempt got its slot, its body is about to start. */
  default void onStarted(Job job) {}

  /** The body reported progress; coalesced as for {@link ProgressListener}. */
  default void onProgress(Job job, Progress progress) {}

  /** The run has its one final status. */
  default void onEnded(Job job) {}

  /** The run has ended and its body is really gone. */
  default void onSettled(Job job) {}

  /**
   * A sink has been called with a delivery; one that took too long is heard of when it did, and if
   * it succeeds later all the same, as delivered.
   *
   * @param error why the call counts as failed; empty if the sink took it
   */
  default void onDeliveryAttempted(Delivery delivery, Optional<String> error) {}

  /** A sink or a reader has a delivery, for good. */
  default void onDelivered(Delivery delivery) {}

  /** A delivery has become a dead letter (contract F6). */
  default void onDeadLetter(Delivery delivery) {}

  /** A run has been forgotten, by retention or by {@link AsyncJobManager#evict} (H1, H2). */
  default void onEvicted(Job job) {}
}
