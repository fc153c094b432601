package dev.errand.mcp.tools;

import dev.errand.Delivery;
import dev.errand.TakenDeliveries;
import tools.jackson.databind.node.ObjectNode;

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
  private boolean isRepeat() {
    return delivery.attempt() > 1;
  }

  /** How a result is recognized that is shown twice: in its JSON, and at the end of its line. */
  String describe(ObjectNode json) {
    json.put("deliveryId", delivery.deliveryId());
    if (!isRepeat()) {
      return "";
    }
    json.put("repeat", true);
    return " [repeat: shown before, but your answer to it never came; delivery "
        + delivery.deliveryId()
        + "]";
  }
}
