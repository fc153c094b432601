package dev.errand.internal;

import dev.errand.spi.Run;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes the due mail of one owner (or of all unowned runs) to its sink, one call after the other,
 * on a thread that lives while there is some (contract F4).
 */
final class Lane {

  private enum State {
    /** Nothing to do, and no thread. */
    IDLE,
    WORKING,
    /** Working, and there may be more than what it sees. */
    POKED,
    /** It was abandoned, or has been idle among too many; another one takes its place. */
    RETIRED
  }

  /** What a poke has brought about. */
  enum Poke {
    /** The lane was idle; whoever poked it starts its thread. */
    START,
    /** The lane is at work, and will look again. */
    BUSY,
    /** The lane will not look any more. */
    RETIRED
  }

  final Optional<String> owner;
  private final Courier courier;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile @Nullable SinkCall call;

  /**
   * Whether the answer to a claim may have been lost, and with it what was claimed. The lane looks
   * again in a while, and not before that: a hint may come of the claim itself.
   */
  private volatile boolean mayHaveMore;

  Lane(Optional<String> owner, Courier courier) {
    this.owner = owner;
    this.courier = courier;
  }

  /** There may be mail. */
  Poke poke() {
    while (true) {
      State seen = state.get();
      if (seen == State.RETIRED) {
        return Poke.RETIRED;
      }
      if (seen == State.POKED) {
        return Poke.BUSY;
      }
      State next = seen == State.IDLE ? State.WORKING : State.POKED;
      if (state.compareAndSet(seen, next)) {
        return seen == State.IDLE ? Poke.START : Poke.BUSY;
      }
    }
  }

  /** Takes an idle lane for a step that also claims its mail: it is as if at work until then. */
  boolean reserve() {
    return state.compareAndSet(State.IDLE, State.WORKING);
  }

  /** The step has claimed nothing; true if there may be mail all the same. */
  boolean hasMore() {
    return !state.compareAndSet(State.WORKING, State.IDLE);
  }

  boolean mayHaveMore() {
    return mayHaveMore;
  }

  void isUnsure() {
    mayHaveMore = true;
  }

  /** A claim has been answered. Hints were not heeded until now, so there may be mail since. */
  void isSure() {
    if (mayHaveMore) {
      mayHaveMore = false;
      Poke unused = poke();
    }
  }

  boolean isIdle() {
    return state.get() == State.IDLE;
  }

  /** An idle lane need not be kept. */
  boolean retire() {
    return state.compareAndSet(State.IDLE, State.RETIRED);
  }

  /** The call that is under way, if one is. */
  @Nullable SinkCall call() {
    return call;
  }

  /** Its sink does not come back in time; somebody else goes on. */
  void abandon() {
    state.set(State.RETIRED);
  }

  /** Delivers what was claimed, and then until nothing is left. */
  void run(List<Run> first) {
    List<Run> claimed = first.isEmpty() ? courier.claim(this) : first;
    while (true) {
      while (!claimed.isEmpty()) {
        claimed = deliver(claimed);
      }
      if (state.compareAndSet(State.WORKING, State.IDLE)) {
        courier.isIdle(this);
        return;
      }
      if (!state.compareAndSet(State.POKED, State.WORKING)) {
        return; // abandoned
      }
      claimed = courier.claim(this);
    }
  }

  /** Delivers what was claimed, and claims what comes next. */
  private List<Run> deliver(List<Run> claimed) {
    Optional<Sink> sink = courier.sinkFor(owner);
    if (sink.isEmpty()) {
      courier.giveBack(claimed);
      return List.of();
    }
    List<Run> now = claimed;
    if (claimed.size() > sink.get().most()) {
      // The sink has been replaced since by one that takes less at a time.
      now = claimed.subList(0, sink.get().most());
      courier.giveBack(claimed.subList(sink.get().most(), claimed.size()));
    }
    SinkCall mine = new SinkCall(now, courier.nanoTime());
    call = mine;
    try {
      return courier.deliver(this, mine, sink.get());
    } finally {
      call = null;
    }
  }
}
