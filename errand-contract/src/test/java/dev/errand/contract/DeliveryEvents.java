package dev.errand.contract;

import dev.errand.Delivery;
import dev.errand.JobListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what a listener hears of deliveries. For virtual time: it is not thread-safe. */
final class DeliveryEvents implements JobListener {
  private final List<String> words = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private final List<Delivery> dead = new ArrayList<>();

  /** All of it, for instance {@code attempted a 2: no}, {@code delivered a}, {@code dead a}. */
  List<String> words() {
    return words;
  }

  /** The ids of the jobs that were delivered, once for each time that was said. */
  List<String> delivered() {
    return delivered;
  }

  /** The dead letters, once for each time that was said. */
  List<Delivery> dead() {
    return dead;
  }

  @Override
  public void onDeliveryAttempted(Delivery delivery, Optional<String> error) {
    words.add(
        "attempted "
            + delivery.jobId()
            + " "
            + delivery.attempt()
            + error.map(text -> ": " + text).orElse(""));
  }

  @Override
  public void onDelivered(Delivery delivery) {
    words.add("delivered " + delivery.jobId());
    delivered.add(delivery.jobId());
  }

  @Override
  public void onDeadLetter(Delivery delivery) {
    words.add("dead " + delivery.jobId());
    dead.add(delivery);
  }
}
