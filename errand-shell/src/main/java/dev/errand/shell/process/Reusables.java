package dev.errand.shell.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Supervisors that are to be used again: some that are busy, and those whose command has ended.
 * Few, for each holds two descriptors; and of those that are busy the latest, which are likely to
 * be the first that are free. Thread-safe; nothing here blocks.
 */
final class Reusables {
  private static final int MOST = Math.max(4, Runtime.getRuntime().availableProcessors());

  private final Deque<SupervisorProcess> busy = new ArrayDeque<>(); // guarded by this
  private final Deque<SupervisorProcess> free = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  /** A supervisor whose command runs. Thread-safe. */
  final class Loan {
    private final SupervisorProcess process;

    private Loan(SupervisorProcess process) {
      this.process = process;
    }

    /** Its command has ended, and that was recorded. */
    void giveBack() {
      synchronized (Reusables.this) {
        if (busy.remove(process)) {
          free.addLast(process);
        }
      }
    }

    /** It is not to be used again, and ends when its command has. */
    void letGo() {
      synchronized (Reusables.this) {
        if (busy.remove(process)) {
          process.letGo();
        }
      }
    }
  }

  /**
   * Its command runs. If it cannot be used again it is let go at once; and so is another one, if
   * there are too many.
   */
  synchronized Loan lend(SupervisorProcess process) {
    if (closed || !process.isReusable()) {
      process.letGo();
    } else {
      busy.addLast(process);
      if (busy.size() + free.size() > MOST) {
        busy.removeFirst().letGo();
      }
    }
    return new Loan(process);
  }

  /** One that is free, if there is one. It is no longer looked after here. */
  synchronized Optional<SupervisorProcess> take() {
    return Optional.ofNullable(free.pollLast());
  }

  synchronized void close() {
    closed = true;
    busy.forEach(SupervisorProcess::letGo);
    busy.clear();
    free.forEach(SupervisorProcess::letGo);
    free.clear();
  }
}
