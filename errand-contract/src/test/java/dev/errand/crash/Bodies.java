package dev.errand.crash;

import dev.errand.JobContext;
import dev.errand.JobResult;
import java.util.Random;

/** What jobs do. The payload says which job it is, how it behaves, and for how long. */
final class Bodies {
  /** Handlers of these names: whose jobs are lost with their process, and whose are run again. */
  static final String LOST = "lost";

  static final String RERUN = "rerun";

  private final EvidenceLog evidence;

  Bodies(EvidenceLog evidence) {
    this.evidence = evidence;
  }

  private enum Manner {
    RETURNS,
    FAILS,
    /** Goes on for as long as it likes, whoever cancels it. */
    STUBBORN
  }

  /**
   * A job of this ticket with any behaviour.
   *
   * @param longer whether some are at work for seconds, so that there is one whenever a fault comes
   */
  static String payload(String ticket, Random dice, boolean longer) {
    int roll = dice.nextInt(100);
    int millis =
        roll < 60 ? 0 : roll < 88 ? 1 + dice.nextInt(10) : roll < 97 ? 30 + dice.nextInt(150) : 500;
    if (longer && roll >= 80) {
      millis = 200 + dice.nextInt(2_500);
    }
    Manner manner =
        dice.nextInt(100) < 75
            ? Manner.RETURNS
            : dice.nextBoolean() ? Manner.FAILS : Manner.STUBBORN;
    return ticket + " " + manner + " " + millis;
  }

  JobResult run(String payload, JobContext context) throws Exception {
    String[] parts = payload.split(" ");
    String ticket = parts[0];
    Manner manner = Manner.valueOf(parts[1]);
    int millis = Integer.parseInt(parts[2]);
    write(Kind.BODY, ticket, context, "");
    String said = ticket + " of attempt " + context.epoch();
    try {
      work(manner, millis, context);
    } catch (InterruptedException stop) {
      write(Kind.BODY_ENDS, ticket, context, "stopped " + said);
      throw new IllegalStateException("stopped " + said, stop);
    }
    String text = (manner == Manner.FAILS ? "failed " : "done ") + said;
    write(Kind.BODY_ENDS, ticket, context, text);
    if (manner == Manner.FAILS) {
      throw new IllegalStateException(text);
    }
    return JobResult.of(text);
  }

  private static void work(Manner manner, int millis, JobContext context)
      throws InterruptedException {
    if (millis == 0) {
      return;
    }
    context.reportProgress("at work");
    if (manner == Manner.STUBBORN) {
      Pause.stubbornly(millis);
    } else {
      Pause.micros(millis * 1_000L);
    }
  }

  private void write(Kind kind, String ticket, JobContext context, String text) {
    evidence.write(
        kind,
        "t",
        ticket,
        "run",
        context.runId(),
        "id",
        context.jobId(),
        "owner",
        context.owner().orElse(Event.NOBODY),
        "epoch",
        Integer.toString(context.epoch()),
        "text",
        text);
  }
}
