package dev.errand.crash;

import dev.errand.Delivery;
import dev.errand.TakenDeliveries;
import java.util.Random;

/**
 * Fetches mail: confirms some, gives some back, and sometimes keeps what it has until the crash.
 */
final class Reading {
  private final Stage stage;
  private final Random dice;

  Reading(Stage stage, Random dice) {
    this.stage = stage;
    this.dice = dice;
  }

  void take(String owner) {
    TakenDeliveries taken = stage.manager().takeDeliveries(owner, 1 + dice.nextInt(8));
    for (Delivery mail : taken.deliveries()) {
      stage.evidence().mail(Kind.TOOK, owner, mail);
    }
    boolean keeps = dice.nextInt(10) == 0 && !stage.plan().isShared();
    try {
      settleSome(taken);
    } finally {
      if (!keeps) {
        for (Delivery mail : taken.deliveries()) {
          stage.evidence().write(Kind.RELEASE, "t", mail.job().label());
        }
        taken.close();
      }
    }
  }

  private void settleSome(TakenDeliveries taken) {
    for (Delivery mail : taken.deliveries()) {
      int roll = dice.nextInt(100);
      if (roll < 75) {
        confirm(taken, mail);
      } else if (roll < 90) {
        stage.evidence().write(Kind.RELEASE, "t", mail.job().label());
        boolean unused = taken.release(mail.deliveryId());
      }
    }
  }

  /** Takes and confirms all there is. */
  int takeAll(String owner) {
    try (TakenDeliveries taken = stage.manager().takeDeliveries(owner, 1_000)) {
      for (Delivery mail : taken.deliveries()) {
        stage.evidence().mail(Kind.TOOK, owner, mail);
        confirm(taken, mail);
      }
      return taken.deliveries().size();
    }
  }

  private void confirm(TakenDeliveries taken, Delivery mail) {
    String ticket = mail.job().label();
    stage.evidence().write(Kind.CONFIRM, "t", ticket);
    boolean done = taken.confirm(mail.deliveryId());
    stage.evidence().write(Kind.CONFIRMED, "t", ticket, "done", Boolean.toString(done));
  }
}
