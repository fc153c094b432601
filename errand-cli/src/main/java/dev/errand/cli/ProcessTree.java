package dev.errand.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All processes of one run, wherever they fled: its session, whatever has its cookie in the
 * environment, and the descendants of both. The list is read from {@code /proc} anew each time; a
 * zombie counts as gone, since only its parent can take it away.
 */
final class ProcessTree {
  /** The variable that marks the processes of a run. */
  static final String COOKIE = "ERRAND_RUN_ID";

  private static final Duration AFTER_KILL = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final String cookie;
  private final OptionalLong session;
  private final OptionalLong supervisor;

  /**
   * The tree of a run.
   *
   * @param session the session made for it
   * @param supervisor the process that reports the end; it has the cookie, but ends by itself
   */
  ProcessTree(String runId, OptionalLong session, OptionalLong supervisor) {
    this.cookie = COOKIE + "=" + runId;
    this.session = session;
    this.supervisor = supervisor;
  }

  /**
   * Ends all of them: by TERM, and after the grace by KILL.
   *
   * @return whether they are gone; false two seconds after KILL if one of them is not ours to kill,
   *     or the kernel cannot take it away
   */
  boolean end(Duration grace) throws InterruptedException {
    Set<Long> asked = new HashSet<>();
    return gone(grace, false, asked) || gone(AFTER_KILL, true, asked);
  }

  private boolean gone(Duration within, boolean kill, Set<Long> asked) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      List<ProcEntry> living = living();
      if (living.isEmpty()) {
        return true;
      }
      for (ProcEntry member : living) {
        if (kill || asked.add(member.pid())) {
          member.signal(kill);
        }
      }
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** Who is alive now. */
  List<ProcEntry> living() {
    List<ProcEntry> all = ProcEntry.all();
    Set<Long> members = new HashSet<>();
    boolean found = true;
    while (found) { // until a round finds no further descendants
      found = false;
      for (ProcEntry process : all) {
        if (!members.contains(process.pid())
            && (isMarked(process) || members.contains(process.parent()))) {
          found = members.add(process.pid());
        }
      }
    }
    return all.stream()
        .filter(process -> members.contains(process.pid()) && !process.isZombie())
        .toList();
  }

  private boolean isMarked(ProcEntry process) {
    return !is(supervisor, process.pid())
        && (is(session, process.session()) || process.hasInEnvironment(cookie));
  }

  private static boolean is(OptionalLong expected, long actual) {
    return expected.isPresent() && expected.getAsLong() == actual;
  }
}
