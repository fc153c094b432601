package dev.errand.crash;

import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Three machines on one server, and all that faults need to strike them. */
final class Fleet implements AutoCloseable {
  private static final int MACHINES = 3;
  private static final Duration TO_START = Duration.ofSeconds(60);

  /** After a fault, so long a life may still act on what it knew before. */
  private static final Duration DOUBT_LASTS = Duration.ofSeconds(5);

  final Random dice;
  final PostgresServer server;
  final Lookout lookout;
  final Legacy legacy;
  final RecoveryTimes killed = new RecoveryTimes();
  final RecoveryTimes killedTogether = new RecoveryTimes();
  final RecoveryTimes frozen = new RecoveryTimes();
  private final String database;
  private final SharedPipe pipe;
  private final Obituaries obituaries;
  private final List<Machine> machines = new ArrayList<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private int lives;

  /** A fleet that does nothing yet. */
  Fleet(Random dice, Folder folder, SharedPipe pipe) {
    this.dice = dice;
    this.pipe = pipe;
    server = PostgresServer.start(Version.V18);
    database = server.createDatabaseNamed();
    lookout = new Lookout(server.url(database));
    legacy = new Legacy(lookout, pipe);
    obituaries = new Obituaries(lookout, pipe);
    for (int i = 0; i < MACHINES; i++) {
      machines.add(new Machine(server.port(), folder, pipe));
    }
  }

  /** All begin to work. */
  void begin() throws InterruptedException {
    server.assertDurable();
    begin(machines);
    awaitBuilt();
    obituaries.plant();
  }

  /** A new life on each of these. */
  void begin(List<Machine> which) {
    which.forEach(machine -> machine.begin(plan(machine, LifePlan.Mode.WORK)));
  }

  private LifePlan plan(Machine machine, LifePlan.Mode mode) {
    String url = PostgresServer.url(machine.network.port(), database);
    return new LifePlan(url, ++lives, dice.nextLong(), mode);
  }

  /** How many there were up to now. */
  int lives() {
    return lives;
  }

  /** So many of the machines, by chance. */
  List<Machine> any(int count) {
    List<Machine> all = new ArrayList<>(machines);
    Collections.shuffle(all, dice);
    return all.subList(0, count);
  }

  /** Time passes, with a fault or without. */
  void lasts(int leastMs, int mostMs) throws InterruptedException {
    Pause.micros(TimeUnit.MILLISECONDS.toMicros(leastMs + dice.nextInt(mostMs - leastMs + 1)));
  }

  void strike(Fault fault) throws InterruptedException {
    obituaries.tell();
    fault.strike(this);
  }

  /** All have their managers: also those that have begun with the last fault. */
  void awaitBuilt() throws InterruptedException {
    for (Machine machine : machines) {
      pipe.awaitBuilt(machine.life(), TO_START);
    }
  }

  /** The fault of this one is over; soon there is no doubt any more. */
  void healed(Machine machine) {
    int doubts = machine.doubts();
    var unused =
        later.schedule(
            () -> {
              obituaries.tell();
              machine.isCertain(doubts);
              return true;
            },
            DOUBT_LASTS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Nobody could be heard of: after most of a lease, they stop what others could take over. */
  void unheard() {
    machines.forEach(machine -> pipe.say(machine.life(), Kind.UNHEARD));
  }

  /** All are killed, and one more life works off what is left. */
  void drain(Duration patience) throws InterruptedException, IOException {
    obituaries.tell();
    for (Machine machine : machines) {
      machine.kill();
    }
    later.shutdownNow();
    Machine last = machines.getFirst();
    last.begin(plan(last, LifePlan.Mode.DRAIN));
    if (!last.process().waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      pipe.say(last.life(), Kind.HUNG);
    }
    last.awaitEnd();
  }

  @Override
  public void close() {
    later.shutdownNow();
    machines.forEach(Machine::close);
    server.close();
  }
}
