package dev.errand.mcp.tools;

import dev.errand.Delivery;
import dev.errand.TakenDeliveries;

/** A piece of mail that somebody is shown, and that is not theirs yet. */
record Lease(Delivery delivery, TakenDeliveries taken) {
  /** They have it. Later than the lease it counts, too: the first success does (F6). */
  void confirm() {
    var _ = taken.confirm(delivery.deliveryId());
  }

  /** They have not. */
  void giveBack() {
    var _ = taken.release(delivery.deliveryId());
  }

  /** Whether somebody was shown it before and has not answered. */
  boolean isRepeat() {
    return delivery.attempt() > 1;
  }
}
