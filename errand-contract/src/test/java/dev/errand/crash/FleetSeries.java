package dev.errand.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Fault after fault on a fleet that is at work, each chosen by the seed. */
final class FleetSeries {
  private static final int MOST_BETWEEN_MS = 1_000;
  private static final Duration TO_DRAIN = Duration.ofSeconds(300);

  private final Folder folder;
  private final long seed;
  private final int faults;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final Checker checker = new Checker();
  private String times = "";
  private RecoveryTimes killed;
  private RecoveryTimes killedTogether;
  private RecoveryTimes frozen;
  private int lives;

  FleetSeries(Folder folder, long seed, int faults) {
    this.folder = folder;
    this.seed = seed;
    this.faults = faults;
  }

  /** Has them all, and says what was found. */
  Findings run() throws IOException, InterruptedException {
    Random dice = new Random(seed);
    Deck deck = new Deck(dice);
    try (SharedPipe pipe =
            new SharedPipe(folder.root().resolve("pipe"), folder.evidence(), checker::see);
        Fleet fleet = new Fleet(dice, folder, pipe)) {
      killed = fleet.killed;
      killedTogether = fleet.killedTogether;
      frozen = fleet.frozen;
      fleet.begin();
      for (int i = 0; i < faults; i++) {
        fleet.lasts(0, MOST_BETWEEN_MS);
        Fault fault = deck.next();
        counts.merge(fault, 1, Integer::sum);
        fleet.strike(fault);
        if (fleet.dice.nextInt(3) > 0) {
          fleet.awaitBuilt(); // else the next one meets a life that is only beginning
        }
      }
      fleet.awaitBuilt();
      fleet.drain(TO_DRAIN);
      lives = fleet.lives();
      pipe.finish();
      times =
          """
          What a killed worker had was looked after: %s
          What two that were killed at once had: %s
          What a frozen worker had, from the moment it froze (lease %s): %s
          """
              .formatted(fleet.killed, fleet.killedTogether, LifePlan.LEASE, fleet.frozen);
    }
    return checker.end();
  }

  /** How many processes there were. */
  int lives() {
    return lives;
  }

  RecoveryTimes killed() {
    return killed;
  }

  RecoveryTimes killedTogether() {
    return killedTogether;
  }

  RecoveryTimes frozen() {
    return frozen;
  }

  int count(Fault fault) {
    return counts.getOrDefault(fault, 0);
  }

  /** For people, and for {@code docs/reliability.md}. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder(times).append("\n| fault | count |\n|---|--:|\n");
    for (Fault fault : Fault.values()) {
      table.append("| %s | %d |%n".formatted(fault.title, count(fault)));
    }
    return table.toString();
  }
}
