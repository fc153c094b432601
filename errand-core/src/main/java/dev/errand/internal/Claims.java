package dev.errand.internal;

import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings free slots and queued runs together (contract A3, A4).
 *
 * <p>A slot that becomes free while something is being queued must not be overlooked by both sides.
 * So hints of runnable work are counted, and a claim that found nothing remembers the count it
 * began with: whoever gives a slot back and sees another count claims again.
 */
final class Claims {
  private static final int CLAIM_AT_ONCE = 64;
  private static final Duration AFTER_STORE_FAILURE = Duration.ofSeconds(1);

  final Slots slots;

  /** The claims that go with the end of a body: with its slot, or without. */
  final Step.Claim one;

  final Step.Claim none;

  private final Worker worker;
  private final Bounds bounds;
  private final JobStore store;
  private final Consumer<List<Run>> start;
  private final Consumer<Duration> wakeIn;
  private final AtomicLong runnableHints = new AtomicLong();
  private final RepeatedFailure failing =
      new RepeatedFailure("Queued jobs could not be claimed; it is tried again each second");
  private volatile long nothingFoundAt = -1;

  /**
   * Claims for this worker.
   *
   * @param start takes what was claimed
   * @param wakeIn is told when there may be something to claim next
   */
  Claims(
      Worker worker,
      Slots slots,
      Bounds bounds,
      JobStore store,
      Consumer<List<Run>> start,
      Consumer<Duration> wakeIn) {
    this.worker = worker;
    this.slots = slots;
    this.bounds = bounds;
    this.store = store;
    this.start = start;
    this.wakeIn = wakeIn;
    this.none = claimOf(0);
    this.one = claimOf(1);
  }

  /** There may be work to claim. */
  void runnable() {
    runnableHints.incrementAndGet();
    claimForFreeSlots();
  }

  /** The count of hints before a step that also claims; see {@link #foundNothing}. */
  long hints() {
    return runnableHints.get();
  }

  /** A claim that began at this count of hints left so many slots unused; they go back. */
  void foundNothing(long hintsBefore, int unusedSlots) {
    if (unusedSlots > 0 && isWorthAnotherClaim(hintsBefore, unusedSlots)) {
      claimForFreeSlots();
    }
  }

  private boolean isWorthAnotherClaim(long hintsBefore, int unusedSlots) {
    if (nothingFoundAt != hintsBefore) {
      nothingFoundAt = hintsBefore; // only if it is news: every thread reads the fields beside it
    }
    slots.giveBack(unusedSlots);
    return runnableHints.get() != hintsBefore;
  }

  /** A slot is free for whatever is next in turn. */
  void slotIsFree() {
    slots.giveBack(1);
    if (runnableHints.get() != nothingFoundAt) {
      claimForFreeSlots();
    }
  }

  /**
   * Not only a slot: the owner of the run that left may have reached its bound, so nothing found
   * before counts.
   */
  void placeIsFree() {
    runnableHints.incrementAndGet();
    slotIsFree();
  }

  /**
   * Claims queued runs for all slots that are free: for one at first, and for twice as many each
   * time that finds enough. Slots that a claim holds meanwhile are missing to those who register,
   * so it does not hold many on suspicion.
   */
  void claimForFreeSlots() {
    boolean more = true;
    // A loop and not a chain of continuations, which would grow the stack with the queue.
    for (int most = 1; more; most = Math.min(2 * most, CLAIM_AT_ONCE)) {
      more = claim(most);
    }
  }

  /** Claims for up to so many slots; whether to claim again. */
  private boolean claim(int most) {
    int free = slots.takeUpTo(most);
    if (free == 0) {
      return false;
    }
    long hintsBefore = hints();
    CompletableFuture<Step.Claimed> answer = store.submit(claimOf(free));
    if (Outcomes.isThere(answer)) {
      return startClaimed(answer.join(), free, hintsBefore);
    }
    Outcomes.then(
        answer,
        claimed -> {
          if (startClaimed(claimed, free, hintsBefore)) {
            claimForFreeSlots();
          }
        },
        failure -> {
          slots.giveBack(free);
          failing.happens(failure);
          wakeIn.accept(AFTER_STORE_FAILURE);
        });
    return false;
  }

  private boolean startClaimed(Step.Claimed claimed, int free, long hintsBefore) {
    failing.isOver();
    start.accept(claimed.runs());
    claimed.nextStart().ifPresent(wakeIn);
    int unused = free - claimed.runs().size();
    return unused == 0 || isWorthAnotherClaim(hintsBefore, unused);
  }

  private Step.Claim claimOf(int free) {
    return new Step.Claim(worker, free, bounds);
  }
}
