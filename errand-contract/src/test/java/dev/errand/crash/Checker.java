package dev.errand.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the evidence of all lives in the order in which it was written, and finds what must not be.
 * It knows the contract and nothing of the library.
 *
 * <p>Lives may go on beside each other; then their lines have one order, too. A life that may be
 * taken for dead by the others, because it is frozen or cut off, is treated as a killed one that is
 * heard of once more: what it had under way may have been taken over, and what it says late is
 * harmless.
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
  private final LifeRules lives = new LifeRules(findings);
  private final OutcomeRules outcomes = new OutcomeRules(findings, lives);
  private final MailRules mail = new MailRules(findings, outcomes, lives);
  private final ConsumeRules consuming = new ConsumeRules(findings, lives);
  private final Map<Integer, Set<RunHistory>> seenIn = new HashMap<>();
  private final BodyRules bodies = new BodyRules(findings, lives);

  /** The next line. */
  void see(Event event) {
    findings.counts.add(Counts.What.LINES);
    lives.see(event);
    if (LifeRules.endsWhatIsUnderWay(event.kind())) {
      endLife(event.life());
    }
    if (event.kind() == Kind.REGISTER) {
      runs.put(event.ticket(), new RunHistory(event, lives.line()));
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
    seenIn.computeIfAbsent(event.life(), life -> new LinkedHashSet<>()).add(run);
    UnderWay mine = run.in(event.life());
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
      case SINK_OK -> mail.accepted(run, mine, lives.hasBegunToClose(event.life()));
      case SINK_FAILED -> mine.callOpen = false;
      case CONCLUDED -> run.concluded = true;
      case CONFIRM -> mine.confirmsOpen++;
      case CONFIRMED -> mail.confirmed(run, mine, event);
      case RELEASE -> mine.leasedUntil = 0;
      case ACKNOWLEDGE -> consuming.begins(run, mine);
      case AWAIT -> {
        consuming.begins(run, mine);
        run.unheld = true; // a wait takes the hold over that came with the registration
      }
      case ACKNOWLEDGED -> consuming.acknowledged(run, event);
      case AWAITED -> {
        consuming.awaited(run, event);
        if (event.has("status")) {
          outcomes.seen(run, event);
        }
      }
      case RESUME -> consuming.resumes(run, mine);
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

  /** What it had under way may have happened or not. */
  private void endLife(int life) {
    Set<RunHistory> seen = seenIn.remove(life);
    if (seen != null) {
      for (RunHistory run : seen) {
        lives.endOf(run, life);
        run.isOver(life);
      }
    }
  }

  /** What is found once all has been said. */
  Findings end() {
    lives.end();
    List.copyOf(seenIn.keySet()).forEach(this::endLife);
    Set<String> aliases = new HashSet<>();
    List<RunHistory> all = new ArrayList<>(runs.values());
    for (RunHistory run : all) {
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
