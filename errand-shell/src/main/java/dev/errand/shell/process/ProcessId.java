package dev.errand.shell.process;

import dev.errand.shell.os.Posix;

/**
 * A process and no other: numbers are used again, a number with its start time is not.
 *
 * @param pid its number
 * @param start when it began, in ticks since the host was started
 */
public record ProcessId(long pid, long start) {

  /**
   * Whether it runs or is stopped; a zombie has ended. If nobody can tell now, it counts as alive.
   */
  boolean isAlive() {
    return ProcStat.of(pid)
        .map(it -> it.id().equals(this) && !it.isZombie())
        .orElseGet(
            () -> Posix.kill(pid, 0) == 0); // there, but too many files are open to look at it
  }

  /** Whether it is alive and was not stopped, for sure. */
  boolean goesOn() {
    return ProcStat.of(pid)
        .filter(it -> it.id().equals(this) && !it.isZombie() && !it.isStopped())
        .isPresent();
  }

  /**
   * Sends it a signal if it is still this process.
   *
   * @return whether it was sent
   */
  boolean signal(int number) {
    return isAlive() && Posix.kill(pid, number) == 0;
  }

  /** The same, to all of the process group that it leads. */
  boolean signalGroup(int number) {
    return isAlive() && Posix.kill(-pid, number) == 0;
  }
}
