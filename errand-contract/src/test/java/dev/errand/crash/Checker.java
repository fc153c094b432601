package dev.errand.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the evidence of all lives in the order in which it was written, and finds what must not be.
 * It knows the contract and nothing of the library.
 *
 * <p>What may be seen around a kill: a registration that had not returned may be there or not, but
 * if anything is seen of it, all is owed to it. What had begun and not returned may have happened.
 * A delivery that was accepted comes again only if the process died before anybody heard that this
 * was recorded; one that was acknowledged does not come at all, but for the one call that may have
 * been on its way. A row may be gone only when its delivery may be concluded.
 */
final class Checker {
  private final Findings findings = new Findings();
  private final Map<String, RunHistory> runs = new HashMap<>();
  private final IdRules ids = new IdRules(findings);
  private final OutcomeRules outcomes = new OutcomeRules(findings);
  private final MailRules mail = new MailRules(findings, outcomes);
  private final ConsumeRules consuming = new ConsumeRules(findings);
  private final LifeRules lives = new LifeRules(findings);
  private final BodyRules bodies = new BodyRules(findings, lives);

  /** The next line. */
  void see(Event event) {
    findings.counts.add(Counts.What.LINES);
    lives.see(event);
    if (event.kind() == Kind.REGISTER) {
      runs.put(event.ticket(), new RunHistory(event));
    } else if (event.has("t")) {
      RunHistory run = runs.get(event.ticket());
      if (run == null) {
        findings.violated(
            Invariant.NOTHING_FROM_REFUSED,
            event.ticket(),
            "nobody has registered this",
            event.line());
      } else {
        see(run, event);
      }
    }
  }

  private void see(RunHistory run, Event event) {
    if (run.life != event.life()) {
      endLife(run);
      run.life = event.life();
    }
    if (event.has("run")) {
      ids.trace(run, event);
    }
    switch (event.kind()) {
      case REGISTERED -> ids.registered(run, event);
      case REFUSED -> {
        run.refused = true;
        findings.counts.add(Counts.What.REFUSED);
      }
      case UNHOLD -> run.unheld = true;
      case BODY -> bodies.begins(run, event);
      case BODY_ENDS -> bodies.ends(run, event);
      case ENDED, SAW -> outcomes.seen(run, event);
      case SINK, TOOK -> mail.handedOut(run, event);
      case SINK_OK -> mail.accepted(run, lives.isClosing());
      case SINK_FAILED -> run.callOpen = false;
      case CONCLUDED -> run.concluded = true;
      case CONFIRM -> run.confirmsOpen++;
      case CONFIRMED -> mail.confirmed(run, event);
      case RELEASE -> run.leased = false;
      case ACKNOWLEDGE -> consuming.begins(run);
      case AWAIT -> {
        consuming.begins(run);
        run.unheld = true; // a wait takes the hold over that came with the registration
      }
      case ACKNOWLEDGED -> consuming.acknowledged(run, event);
      case AWAITED -> {
        consuming.awaited(run, event);
        if (event.has("status")) {
          outcomes.seen(run, event);
        }
      }
      case RESUME -> consuming.resumes(run);
      case RESUMED -> consuming.resumed(run, event);
      case CANCEL -> consuming.cancels(run, event);
      case CANCELLED -> consuming.cancelled(run, event);
      case MEDDLED -> {
        if (event.is("done")) {
          findings.violated(Invariant.STRANGERS, run, "a stranger got something done", event);
        }
      }
      case ROW -> {
        run.row = event;
        outcomes.seen(run, event);
      }
      default -> {
        // says nothing of this run by itself
      }
    }
  }

  private void endLife(RunHistory run) {
    lives.endOf(run);
    run.lifeIsOver();
  }

  /** What is found once all has been said. */
  Findings end() {
    lives.end();
    Set<String> aliases = new HashSet<>();
    List<RunHistory> all = new ArrayList<>(runs.values());
    for (RunHistory run : all) {
      endLife(run);
      if (ids.isAlias(run)) {
        aliases.add(run.ticket);
      }
    }
    FinalAccount account = new FinalAccount(findings);
    for (RunHistory run : all) {
      if (!aliases.contains(run.ticket)) {
        account.settle(run);
      }
    }
    return findings;
  }
}
