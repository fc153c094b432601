package dev.errand.bench;

import java.time.Duration;

/** How the deliveries of {@link DeliveryBenchmark} come: for whom, and how many at a time. */
public enum DeliveryShape {
  /** The one that has a bar. */
  THROTTLED("1,000 slots, 100 owners", 1_000, 100, true, Duration.ofHours(1)),

  /** The yardstick starts as many threads as it likes; ours still has its slots, and queues. */
  UNTHROTTLED("unthrottled", 1_000, 100, false, Duration.ofHours(1)),

  /** What a manager has that was told nothing. */
  FEW_SLOTS("15 slots, one owner", 15, 1, true, Duration.ofHours(1)),

  /**
   * Retention is so short that most of the batch is forgotten before the batch is over. The
   * yardstick keeps everything.
   */
  FORGETTING("forgotten after 10 ms", 1_000, 100, true, Duration.ofMillis(10));

  final String title;
  final int slots;
  final int owners;
  final boolean throttled;
  final Duration retention;

  DeliveryShape(String title, int slots, int owners, boolean throttled, Duration retention) {
    this.title = title;
    this.slots = slots;
    this.owners = owners;
    this.throttled = throttled;
    this.retention = retention;
  }
}
