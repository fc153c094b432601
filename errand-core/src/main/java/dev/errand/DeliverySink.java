package dev.errand;

/**
 * Where deliveries go. Called on a thread of the manager's, for one owner one call at a time, for
 * different owners at the same time (contract F4).
 */
@FunctionalInterface
public interface DeliverySink {
  /**
   * Takes one delivery; returning means that the owner has it. What it throws counts as a failed
   * attempt, as does taking longer than the sink timeout: the thread is interrupted then, and the
   * delivery comes again (F5, F6). Must not wait for its own manager: {@code close}, {@code
   * drainDeliveries} and the waits throw {@link IllegalStateException} here (F14).
   */
  void deliver(Delivery delivery) throws Exception;
}
