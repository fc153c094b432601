package dev.errand.crash;

/** What may befall a fleet, and how often each of it is in a deck. */
enum Fault {
  KILL("kill -9 of a worker", 4, Kills::one),
  KILL_TWO("kill -9 of two workers at once", 1, Kills::two),
  FREEZE("a worker frozen past its lease", 2, Freezes::pastTheLease),
  NAP("a worker frozen for less than its lease", 1, Freezes::nap),
  RESTART_FAST("the server restarted in the orderly way", 1, Outages::fast),
  RESTART_IMMEDIATE("the server restarted as in a crash", 1, Outages::immediate),
  OUTAGE("the server gone for longer than a lease", 1, Outages::longer),
  CUT("a worker's network cut", 2, Cuts::cut),
  SILENCE("a worker's network silent", 1, Cuts::silence),
  NO_ANSWERS("a worker's commits of unknown outcome", 2, Cuts::noAnswers),
  END_HEARTBEATS("the sessions of heartbeats and watches ended", 1, SessionEnds::heartbeats),
  END_WRITERS("the sessions of writers ended", 1, SessionEnds::writers),
  END_ALL("all sessions ended", 1, SessionEnds::all);

  /** Strikes, and returns when the fleet may go on to the next one. */
  interface Strike {
    void on(Fleet fleet) throws InterruptedException;
  }

  final String title;
  final int timesInDeck;
  private final Strike strike;

  Fault(String title, int timesInDeck, Strike strike) {
    this.title = title;
    this.timesInDeck = timesInDeck;
    this.strike = strike;
  }

  void strike(Fleet fleet) throws InterruptedException {
    strike.on(fleet);
  }
}
