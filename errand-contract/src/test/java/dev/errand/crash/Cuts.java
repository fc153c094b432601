package dev.errand.crash;

/** One worker's network fails in some way, and heals. */
final class Cuts {
  private static final int MOST_CUT_MS = 3_000;
  private static final int MOST_SILENCE_MS = 5_000;
  private static final int MOST_UNANSWERED_MS = 300;

  private Cuts() {}

  static void cut(Fleet fleet) throws InterruptedException {
    Machine machine = fleet.any(1).getFirst();
    machine.isInDoubt();
    machine.network.cut();
    fleet.lasts(0, MOST_CUT_MS);
    machine.network.heal();
    fleet.healed(machine);
  }

  /** Nothing is lost if it is not cut as well: it comes late. */
  static void silence(Fleet fleet) throws InterruptedException {
    Machine machine = fleet.any(1).getFirst();
    machine.isInDoubt();
    machine.network.blackhole();
    fleet.lasts(0, MOST_SILENCE_MS);
    if (fleet.dice.nextBoolean()) {
      machine.network.cut();
    }
    machine.network.heal();
    fleet.healed(machine);
  }

  static void noAnswers(Fleet fleet) throws InterruptedException {
    Machine machine = fleet.any(1).getFirst();
    machine.isInDoubt();
    machine.network.blackholeAnswers();
    fleet.lasts(0, MOST_UNANSWERED_MS);
    machine.network.cut();
    machine.network.heal();
    fleet.healed(machine);
  }
}
