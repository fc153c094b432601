package dev.errand;

import java.util.Collection;
import java.util.List;

/**
 * A {@link DeliverySink} that takes what is due for its owner in one call (contract F9): at most
 * 100 deliveries, and 256 KiB of text and data; a bigger one comes alone.
 */
@FunctionalInterface
public interface BatchDeliverySink {
  /**
   * Takes deliveries, in the order in which they became due. What it throws fails them all; those
   * that failed are tried again one by one.
   *
   * @return the delivery ids that were accepted; the others have failed. {@link #all} for all
   */
  Collection<String> deliver(List<Delivery> deliveries) throws Exception;

  /** The ids of all of these, for a sink that has accepted them all. */
  static List<String> all(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::deliveryId).toList();
  }
}
