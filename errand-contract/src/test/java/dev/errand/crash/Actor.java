package dev.errand.crash;

import dev.errand.ManagerClosedException;
import dev.errand.StoreException;
import java.lang.System.Logger.Level;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread of a driver that does one thing after the other, whatever the dice say. */
final class Actor implements Runnable {
  private static final System.Logger LOGGER = System.getLogger(Actor.class.getName());
  private final Stage stage;
  private final Mailmen mailmen;
  private final Random dice;
  private final Registering registering;
  private final Asking asking;
  private final Reading reading;

  Actor(Stage stage, Mailmen mailmen, int number, AtomicInteger tickets) {
    this.stage = stage;
    this.mailmen = mailmen;
    this.dice = stage.plan().dice("actor " + number);
    this.registering = new Registering(stage, dice, tickets);
    this.asking = new Asking(stage, dice);
    this.reading = new Reading(stage, dice);
  }

  @Override
  public void run() {
    try {
      while (true) {
        act();
        Pause.micros(dice.nextInt(stage.plan().longestPauseMicros()));
      }
    } catch (ManagerClosedException | InterruptedException over) {
      // the driver has closed
    } catch (StoreException failure) {
      if (stage.plan().mode() != LifePlan.Mode.CLOSE) {
        broken(failure);
      }
    } catch (RuntimeException bug) {
      broken(bug);
    }
  }

  /** Where the database may be gone for a while, what fails may have happened: nobody says. */
  private void act() throws InterruptedException {
    try {
      act(dice.nextInt(100));
    } catch (StoreException failure) {
      if (!stage.plan().isShared()) {
        throw failure;
      }
    }
  }

  private void broken(Exception bug) {
    stage.evidence().write(Kind.BROKEN, "what", bug.toString());
    LOGGER.log(Level.ERROR, "an actor is broken", bug);
  }

  private void act(int roll) throws InterruptedException {
    if (roll < 45) {
      registering.any();
      return;
    }
    if (roll < 57) {
      reading.take(Owners.READERS.get(dice.nextInt(Owners.READERS.size())));
      return;
    }
    if (roll < 59) {
      String owner = Owners.WITH_SINKS.get(dice.nextInt(Owners.WITH_SINKS.size()));
      mailmen.close(owner);
      mailmen.open(stage.manager(), owner);
      return;
    }
    if (roll < 61) {
      asking.lookAtRecent();
      return;
    }
    Known.Item item = stage.known().any(dice).orElse(null);
    if (item == null) {
      return;
    }
    if (roll < 69) {
      asking.look(item);
    } else if (roll < 76) {
      asking.cancel(item);
    } else if (roll < 84) {
      asking.acknowledge(item);
    } else if (roll < 87) {
      asking.acknowledgeAndResume(item);
    } else if (roll < 90) {
      asking.meddle(item);
    } else if (roll < 96) {
      asking.await(item);
    } else {
      asking.watch(item);
    }
  }
}
