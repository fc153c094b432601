package dev.errand.spi;

import java.util.Optional;

/**
 * The id of a run: globally unique, since the worker's id is, and never used again. Written {@code
 * worker-number}. Kept in two parts, because a store may hold a million of them.
 *
 * @param worker the id of the worker that registered the run
 * @param number counts up for each worker
 */
public record RunId(String worker, long number) {
  private static final String DELIVERY = "d-";

  /** The id that was written so, if any was. */
  public static Optional<RunId> parse(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 1 || dash == text.length() - 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RunId(text.substring(0, dash), Long.parseLong(text, dash + 1, text.length(), 10)));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** The run whose delivery has this id, if it can be one. */
  public static Optional<RunId> ofDelivery(String deliveryId) {
    return deliveryId.startsWith(DELIVERY)
        ? parse(deliveryId.substring(DELIVERY.length()))
        : Optional.empty();
  }

  /** The id of the one delivery of this run. */
  public String deliveryId() {
    return DELIVERY + this;
  }

  @Override
  public String toString() {
    return worker + "-" + number;
  }
}
