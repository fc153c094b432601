package dev.errand.internal;

import dev.errand.BatchDeliverySink;
import dev.errand.Delivery;
import dev.errand.DeliverySink;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A sink of either kind, as the courier calls it.
 *
 * @param most how many deliveries it takes in a call
 * @param call the call; answers the ids that were accepted
 */
public record Sink(int most, BatchDeliverySink call) {
  private static final int BATCH = 100;

  /** How much text and data a batch may have; what is bigger goes alone (contract F9). */
  static final int BATCH_BYTES = 256 * 1024;

  /** A sink that takes one at a time. */
  public static Sink of(DeliverySink sink) {
    return new Sink(
        1,
        deliveries -> {
          Delivery only = deliveries.get(0);
          sink.deliver(only);
          return List.of(only.deliveryId());
        });
  }

  /** A sink that takes many at a time. */
  public static Sink ofBatches(BatchDeliverySink sink) {
    return new Sink(BATCH, sink);
  }

  /** Calls it; answers the ids that were accepted. */
  Set<String> deliver(List<Delivery> deliveries) throws Exception {
    Collection<String> accepted = call.deliver(deliveries);
    return Set.copyOf(
        Check.notNull("what the batch sink returned (BatchDeliverySink.all for all)", accepted));
  }
}
