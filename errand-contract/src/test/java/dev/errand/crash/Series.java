package dev.errand.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.function.Consumer;

/** Life after life on one file, each with a seed of its own, until enough of them were killed. */
final class Series {
  private final Folder folder;
  private final long seed;
  private final int kills;

  /**
   * A series that leaves everything in this folder.
   *
   * @param seed chooses all that can be chosen
   */
  Series(Folder folder, long seed, int kills) {
    this.folder = folder;
    this.seed = seed;
    this.kills = kills;
  }

  /**
   * Lives them all.
   *
   * @param checker is told all that is said
   * @param between what is done after each life, told its number
   */
  void run(Consumer<Event> checker, Consumer<Integer> between) throws InterruptedException {
    try (BufferedWriter log = Files.newBufferedWriter(folder.evidence())) {
      Consumer<Event> both =
          event -> {
            write(log, event);
            checker.accept(event);
          };
      Random dice = new Random(seed);
      int life = 0;
      for (int killed = 0; killed < kills; ) {
        killed += live(++life, dice, both) ? 1 : 0;
        folder.emptyTemporary();
        between.accept(life);
      }
      LifePlan last = plan(++life, dice, LifePlan.Mode.DRAIN);
      boolean unused = Life.live(folder, last, Moment.NEVER, both);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private boolean live(int life, Random dice, Consumer<Event> log) throws InterruptedException {
    int roll = dice.nextInt(100);
    if (roll < 64) {
      return live(plan(life, dice, LifePlan.Mode.WORK), Moment.atWork(dice), log);
    }
    if (roll < 80) {
      return live(plan(life, dice, LifePlan.Mode.WORK), Moment.whileStarting(dice), log);
    }
    LifePlan closing = plan(life, dice, LifePlan.Mode.CLOSE);
    return live(closing, roll < 92 ? Moment.whileClosing(dice) : Moment.NEVER, log);
  }

  private boolean live(LifePlan plan, Moment moment, Consumer<Event> log)
      throws InterruptedException {
    return Life.live(folder, plan, moment, log);
  }

  private LifePlan plan(int life, Random dice, LifePlan.Mode mode) {
    return new LifePlan(folder.store().toString(), life, dice.nextLong(), mode);
  }

  private static void write(BufferedWriter log, Event event) {
    try {
      log.write(event.line());
      log.newLine();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
