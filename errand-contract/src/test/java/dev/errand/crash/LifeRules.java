package dev.errand.crash;

import dev.errand.crash.Counts.What;
import dev.errand.crash.LifePlan.Mode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How the lives themselves go. */
final class LifeRules {
  private final Findings findings;
  private final Map<Integer, Mode> modes = new HashMap<>();
  private final Set<Integer> built = new HashSet<>();
  private final Set<Integer> killed = new HashSet<>();
  private final Set<Integer> closed = new HashSet<>();
  private final Set<Integer> closing = new HashSet<>();
  private int now;
  private boolean drained;

  LifeRules(Findings findings) {
    this.findings = findings;
  }

  void see(Event event) {
    int life = event.life();
    now = life;
    switch (event.kind()) {
      case BORN -> modes.put(life, Mode.valueOf(event.get("mode")));
      case BUILT -> built.add(life);
      case CLOSING -> closing.add(life);
      case CLOSED -> {
        closed.add(life);
        findings.counts.add(What.CLOSED);
      }
      case KILLED -> killed(life);
      case EXITED -> {
        if (event.number("code") != 0 || !closed.contains(life) || modes.get(life) == Mode.WORK) {
          violated("it should not have ended", event);
        }
      }
      case HUNG -> violated("it hung", event);
      case BROKEN -> violated("something broke", event);
      case DRAINED -> drained(event);
      default -> {
        // about runs
      }
    }
  }

  private void violated(String what, Event event) {
    findings.violated(Invariant.LIVES, Event.NOBODY, what, event.line());
  }

  private void killed(int life) {
    killed.add(life);
    findings.counts.add(
        closing.contains(life)
            ? What.KILLED_WHILE_CLOSING
            : built.contains(life) ? What.KILLED_AT_WORK : What.KILLED_WHILE_STARTING);
  }

  private void drained(Event event) {
    drained = true;
    if (!event.is("quiet") || event.number("running") > 0) {
      findings.violated(
          Invariant.NOTHING_LEFT_RUNNING, Event.NOBODY, "it did not come to rest", event.line());
    }
    int left =
        event.number("queued")
            + event.number("held")
            + event.number("parked")
            + event.number("dead");
    if (left > 0) {
      findings.violated(Invariant.EVERYTHING_DELIVERED, Event.NOBODY, "mail is left", event.line());
    }
  }

  /** Whether the life that is told of is closing. */
  boolean isClosing() {
    return closing.contains(now);
  }

  boolean hasBegunToClose(int life) {
    return closing.contains(life);
  }

  /** The life in which this run was seen last is over. */
  void endOf(RunHistory run) {
    if (killed.contains(run.life)) {
      findings.counts.add(What.BODIES_CUT, run.bodyOpen ? 1 : 0);
      findings.counts.add(What.CALLS_CUT, run.callOpen ? 1 : 0);
      findings.counts.add(What.LEASES_CUT, run.leased ? 1 : 0);
    } else if (closed.contains(run.life)
        && run.acceptedLife == run.life
        && run.acceptedBeforeClosing) {
      run.concluded = true; // a life that closes in order leaves no success unrecorded
    }
  }

  void end() {
    if (!drained) {
      findings.violated(
          Invariant.LIVES, Event.NOBODY, "the last life did not come to its end", "(the end)");
    }
  }
}
