package dev.errand.crash;

import java.util.List;

/** Processes that are killed; another one takes each one's place. */
final class Kills {

  private Kills() {}

  static void one(Fleet fleet) throws InterruptedException {
    kill(fleet, fleet.any(1), fleet.killed);
  }

  static void two(Fleet fleet) throws InterruptedException {
    kill(fleet, fleet.any(2), fleet.killedTogether);
  }

  private static void kill(Fleet fleet, List<Machine> machines, RecoveryTimes times)
      throws InterruptedException {
    boolean replacesFirst = fleet.dice.nextInt(4) == 0;
    long since = System.nanoTime();
    for (Machine machine : machines) {
      machine.kill();
    }
    List<Integer> dead = machines.stream().map(Machine::life).toList();
    if (replacesFirst) {
      fleet.begin(machines);
    }
    for (int life : dead) {
      times.add(fleet.legacy.await(life, since));
    }
    if (!replacesFirst) {
      fleet.begin(machines);
    }
  }
}
