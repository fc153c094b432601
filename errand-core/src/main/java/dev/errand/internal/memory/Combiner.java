package dev.errand.internal.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations one at a time, on whichever thread is there: who finds another one at work leaves
 * the operation to it instead of falling asleep and being woken, which would cost ten times what
 * the operation does. Nobody ever blocks.
 *
 * <p>Of the threads that come by, one at a time clears up what others have left. What follows from
 * an operation may run further operations; those do not clear up again, or the stack would grow
 * with every operation that was left.
 */
final class Combiner {
  /**
   * About as long as a few operations take; after that the one at work may have lost its processor.
   */
  private static final int SPINS = 200;

  /**
   * How many operations one thread applies before it tells those who left them; nobody waits for a
   * long row.
   */
  private static final int AT_ONCE = 16;

  /** Something to do alone, and something to do after that. */
  interface Operation {
    /** Done alone; must be short, and must not throw. */
    void apply();

    /** Done when others may go on; may take its time, but must not throw either. */
    void complete();
  }

  private final AtomicBoolean busy = new AtomicBoolean();
  private final Queue<Operation> left = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> clearingUp = new AtomicReference<>();

  /** Sees to it that the operation is applied and completed, by this thread or by another one. */
  void run(Operation operation) {
    if (acquire()) {
      operation.apply();
      busy.set(false);
      operation.complete();
    } else {
      left.add(operation);
    }
    // Whoever has left something looks here after that, and whoever has cleared up looks again:
    // nothing is left lying.
    Thread me = Thread.currentThread();
    while (!left.isEmpty() && clearingUp.get() != me && clearingUp.compareAndSet(null, me)) {
      boolean clear = clearUp();
      clearingUp.set(null);
      if (!clear && busy.get()) {
        return; // to the one at work, who sees by now that nobody is clearing up
      }
    }
  }

  /** Applies what was left; false if somebody is at work who can do it as well. */
  private boolean clearUp() {
    Operation[] applied = new Operation[AT_ONCE];
    while (!left.isEmpty()) {
      if (!acquire()) {
        return false;
      }
      int count = 0;
      for (Operation next = left.poll(); next != null; next = left.poll()) {
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
    return true;
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
