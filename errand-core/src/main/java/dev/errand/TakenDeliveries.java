package dev.errand;

import java.util.List;

/**
 * Mail that a reader has leased with {@link AsyncJobManager#takeDeliveries} (contract F16). What is
 * not confirmed is due again when this is closed, or 60 seconds after it was taken. Thread-safe.
 */
public interface TakenDeliveries extends AutoCloseable {
  /** What was taken, in the order in which it became due. */
  List<Delivery> deliveries();

  /**
   * The owner has this one.
   *
   * @return whether this call concluded it; false if it was concluded before, or is not among these
   */
  boolean confirm(String deliveryId);

  /**
   * The owner has all of these.
   *
   * @return how many this call concluded
   */
  int confirmAll();

  /**
   * Gives one back; it is due again at once.
   *
   * @return whether it was still leased
   */
  boolean release(String deliveryId);

  /** Gives back what was not confirmed. */
  @Override
  void close();
}
