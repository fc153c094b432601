package dev.errand.crash;

import java.util.concurrent.TimeUnit;

/** Processes that are stopped, and go on as if nothing had been. */
final class Freezes {
  private static final int LEAST_NAP_MS = 200;
  private static final int MOST_NAP_MS = 1_700;

  private Freezes() {}

  /** Others take over, and what it says when it goes on is refused. */
  static void pastTheLease(Fleet fleet) throws InterruptedException {
    Machine machine = fleet.any(1).getFirst();
    machine.isInDoubt();
    long since = System.nanoTime();
    try (Frozen frozen = new Frozen(machine.process())) {
      fleet.frozen.add(fleet.legacy.await(machine.life(), since));
      long past = LifePlan.LEASE.plusMillis(fleet.dice.nextInt(2_000)).toNanos();
      long left = past - (System.nanoTime() - since);
      Pause.micros(TimeUnit.NANOSECONDS.toMicros(Math.max(0, left)));
    }
    fleet.healed(machine);
  }

  /** Nobody may take over. */
  static void nap(Fleet fleet) throws InterruptedException {
    Machine machine = fleet.any(1).getFirst();
    try (Frozen frozen = new Frozen(machine.process())) {
      fleet.lasts(LEAST_NAP_MS, MOST_NAP_MS);
    }
  }
}
