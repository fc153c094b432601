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
  private final Map<Integer, Long> bornAt = new HashMap<>();
  private final Doubts doubts = new Doubts();
  private long line;
  private boolean drained;

  LifeRules(Findings findings) {
    this.findings = findings;
  }

  void see(Event event) {
    int life = event.life();
    line++;
    doubts.see(event, line);
    switch (event.kind()) {
      case BORN -> {
        modes.put(life, Mode.valueOf(event.get("mode")));
        bornAt.put(life, line);
      }
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
      case BURIED -> {
        if (doubts.isSure(life) && !event.is("again")) {
          findings.violated(
              Invariant.ALIVE, Event.NOBODY, "it was alive and could be heard of", event.line());
        }
      }
      case STRANDED ->
          findings.violated(
              Invariant.NOTHING_LEFT_RUNNING,
              Event.NOBODY,
              "nobody has looked after what it had",
              event.line());
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

  /** The number of the line that is being read. */
  long line() {
    return line;
  }

  /** The line at which this life began; nothing of what was said before is late in it. */
  long bornAt(int life) {
    return bornAt.getOrDefault(life, 0L);
  }

  /** Whether others may have what the life had at this line: taken over, or handed back by it. */
  boolean mayBeDead(int life, long since) {
    return doubts.mayBeDead(life, since);
  }

  /** Whether that is so of any life. */
  boolean anyMayBeDead(long since) {
    return doubts.anyMayBeDead(since);
  }

  /** Whether it may be taken for dead now. */
  boolean isInDoubt(int life) {
    return !doubts.isSure(life);
  }

  boolean isSure(int life) {
    return doubts.isSure(life);
  }

  /** Whether what this life had was looked after before the other one began. */
  boolean wasRecovered(int life, int before) {
    return doubts.wasRecovered(life, bornAt(before));
  }

  /** Whether with this line of a life all is open that it had under way. */
  static boolean endsWhatIsUnderWay(Kind kind) {
    return switch (kind) {
      case KILLED, EXITED, HUNG, DOUBTED, CERTAIN -> true;
      default -> false;
    };
  }

  boolean hasBegunToClose(int life) {
    return closing.contains(life);
  }

  boolean mayHaveHandedBack(int life) {
    return closing.contains(life) || doubts.hasSurvivedOne(life);
  }

  /** A life in which this run was seen is over. */
  void endOf(RunHistory run, int life) {
    UnderWay mine = run.in(life);
    if (killed.contains(life) || doubts.isInDoubt(life)) {
      findings.counts.add(What.BODIES_CUT, mine.bodyOpen ? 1 : 0);
      findings.counts.add(What.CALLS_CUT, mine.callOpen ? 1 : 0);
      findings.counts.add(What.LEASES_CUT, mine.leasedUntil > 0 ? 1 : 0);
    } else if (closed.contains(life) && mine.accepted && mine.acceptedBeforeClosing) {
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
