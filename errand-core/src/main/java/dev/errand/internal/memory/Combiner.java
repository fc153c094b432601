package dev.errand.internal.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs operations one at a time, on whichever thread is there: who finds another one at work leaves
 * the operation to it instead of falling asleep and being woken, which would cost ten times what
 * the operation does. Nobody ever blocks.
 */
final class Combiner {
  /**
   * About as long as a few operations take; after that the one at work may have lost its processor.
   */
  private static final int SPINS = 200;

  /**
   * How many operations of others one thread does before it tells them; so nobody waits for a long
   * row of them.
   */
  private static final int AT_ONCE = 16;

  /** Something to do alone, and something to do after that. */
  interface Operation {
    /** Done alone; must be short, and must not throw. */
    void apply();

    /** Done when others may go on; may take its time. */
    void complete();
  }

  private final AtomicBoolean busy = new AtomicBoolean();
  private final Queue<Operation> posted = new ConcurrentLinkedQueue<>();

  /** Sees to it that the operation is applied and completed, by this thread or by another one. */
  void run(Operation operation) {
    if (acquire()) {
      operation.apply();
      busy.set(false);
      operation.complete();
    } else {
      posted.add(operation);
    }
    // Whoever has posted looks here after that, and so does whoever has been at work: nothing is
    // left lying.
    while (!posted.isEmpty() && busy.compareAndSet(false, true)) {
      applyPosted();
    }
  }

  private void applyPosted() {
    Operation[] applied = new Operation[AT_ONCE];
    int count = 0;
    for (Operation next = posted.poll(); next != null; next = posted.poll()) {
      next.apply();
      applied[count++] = next;
      if (count == AT_ONCE) {
        break;
      }
    }
    busy.set(false);
    for (int i = 0; i < count; i++) {
      applied[i].complete();
    }
  }

  private boolean acquire() {
    for (int i = 0; i < SPINS; i++) {
      if (!busy.get() && busy.compareAndSet(false, true)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
