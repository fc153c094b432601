package dev.errand.crash;

import dev.errand.test.postgres.StopMode;

/** The server is gone for a while: for everybody, so that nobody may be taken for dead. */
final class Outages {
  private static final int MOST_SHORT_MS = 1_000;
  private static final int LEAST_LONG_MS = 3_500;
  private static final int MOST_LONG_MS = 6_000;

  private Outages() {}

  static void fast(Fleet fleet) throws InterruptedException {
    outage(fleet, StopMode.FAST, 0, MOST_SHORT_MS);
  }

  static void immediate(Fleet fleet) throws InterruptedException {
    outage(fleet, StopMode.IMMEDIATE, 0, MOST_SHORT_MS);
  }

  static void longer(Fleet fleet) throws InterruptedException {
    StopMode mode = fleet.dice.nextBoolean() ? StopMode.FAST : StopMode.IMMEDIATE;
    outage(fleet, mode, LEAST_LONG_MS, MOST_LONG_MS);
  }

  private static void outage(Fleet fleet, StopMode mode, int least, int most)
      throws InterruptedException {
    fleet.server.stopServer(mode);
    fleet.lasts(least, most);
    fleet.unheard();
    fleet.server.startServer();
  }
}
