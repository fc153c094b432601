package dev.errand.shell;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.JobEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What becomes of a command in the tests that kill its owner, agreed before it starts. Its first
 * act is to write {@code started} into a file of its own, its last one to write how it is about to
 * end.
 *
 * @param how in what way
 * @param exit how it ends if nobody cancels it: an exit code, or the name of a signal
 * @param millis how long it takes until then
 */
record Fate(How how, String exit, int millis) {
  /** The variable that names the file of a command. */
  private static final String FILE = "TOLD";

  static final String STARTED = "started";

  private static final List<String> SIGNALS = List.of("KILL", "TERM", "HUP", "USR1", "ALRM");

  /** The ways. */
  enum How {
    /** By itself. */
    EXITS,
    /** By itself, and leaves children behind in the background, in other sessions too. */
    LEAVES_CHILDREN,
    /** By a signal that it sends to itself. */
    KILLS_ITSELF,
    /** By being cancelled, and by nothing else. */
    CANCELLED,
    /** By being cancelled, and it heeds no TERM. */
    CANCELLED_STUBBORN,
    /** By being cancelled at about the time at which it ends by itself. */
    CANCELLED_OR_EXITS
  }

  static Fate random(Random dice) {
    How how = How.values()[dice.nextInt(How.values().length)];
    boolean fast = dice.nextInt(3) > 0;
    int millis = fast ? 10 + dice.nextInt(90) : dice.nextInt(2_000);
    return new Fate(
        how,
        switch (how) {
          case KILLS_ITSELF -> SIGNALS.get(dice.nextInt(SIGNALS.size()));
          case CANCELLED, CANCELLED_STUBBORN -> "-";
          case EXITS, LEAVES_CHILDREN, CANCELLED_OR_EXITS ->
              String.valueOf(dice.nextBoolean() ? 0 : 1 + dice.nextInt(255));
        },
        millis);
  }

  static Fate parse(String text) {
    String[] parts = text.split(":");
    return new Fate(How.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return how + ":" + exit + ":" + millis;
  }

  boolean mayBeCancelled() {
    return switch (how) {
      case EXITS, LEAVES_CHILDREN, KILLS_ITSELF -> false;
      case CANCELLED, CANCELLED_STUBBORN, CANCELLED_OR_EXITS -> true;
    };
  }

  boolean mayEndByItself() {
    return !exit.equals("-");
  }

  Command command(Path told) {
    String begin = "echo " + STARTED + " >>\"$TOLD\"; echo hello; ";
    String wait = "sleep %d.%03d; ".formatted(millis / 1_000, millis % 1_000);
    String say = "echo " + exit + " >>\"$TOLD\"; ";
    String script =
        switch (how) {
          case EXITS, CANCELLED_OR_EXITS -> begin + wait + say + "exit " + exit;
          case LEAVES_CHILDREN ->
              begin
                  + "sleep 1000 & setsid sleep 1000 & (trap '' TERM; sleep 1000) & "
                  + wait
                  + say
                  + "exit "
                  + exit;
          case KILLS_ITSELF -> begin + wait + say + "kill -" + exit + " $$; sleep 1000";
          case CANCELLED -> begin + "sleep 1000";
          case CANCELLED_STUBBORN -> "trap '' TERM; " + begin + "sleep 1000 & sleep 1000";
        };
    return Command.shell(script).variable(FILE, told.toString()).killGrace(Duration.ofMillis(200));
  }

  /** Who cancels it, if anybody does: a person, whose doing the owner is told, or the owner. */
  CancelledBy canceller() {
    return millis % 2 == 0 ? CancelledBy.PERSON : CancelledBy.OWNER;
  }

  /** An end in one word, as evidence has it. */
  static String word(JobEnd end) {
    if (end.reason() == EndReason.CANCELLED) {
      return "CANCELLED_BY_" + end.cancelledBy().orElseThrow();
    }
    return end.exit().map(Fate::word).orElseGet(() -> end.reason().toString());
  }

  private static String word(Exit exit) {
    return exit.signal().orElseGet(() -> String.valueOf(exit.code().getAsInt()));
  }
}
