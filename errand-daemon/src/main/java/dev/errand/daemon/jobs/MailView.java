package dev.errand.daemon.jobs;

import dev.errand.Delivery;

/**
 * A piece of mail as JSON shows it.
 *
 * @param deliveryId the same at each attempt
 * @param attempt 1 for the first
 * @param settled whether all processes of the job were gone
 * @param text what the job has to say
 * @param job the job as it ended
 */
public record MailView(String deliveryId, int attempt, boolean settled, String text, JobView job) {
  static MailView of(Delivery delivery, JobView job) {
    return new MailView(
        delivery.deliveryId(), delivery.attempt(), delivery.settled(), delivery.text(), job);
  }
}
