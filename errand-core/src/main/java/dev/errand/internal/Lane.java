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
final class Lane implements Runnable {

  private enum State {
    WORKING,
    /** Working, and there may be more than what it sees. */
    POKED,
    /** It has nothing left, or was abandoned; another one takes its place. */
    RETIRED
  }

  final Optional<String> owner;
  private final Courier courier;
  private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
  private volatile @Nullable SinkCall call;

  Lane(Optional<String> owner, Courier courier) {
    this.owner = owner;
    this.courier = courier;
  }

  /** There may be more; false if this lane will not look any more. */
  boolean poke() {
    State seen = state.get();
    return seen == State.POKED
        || (seen == State.WORKING && state.compareAndSet(State.WORKING, State.POKED))
        || state.get() == State.POKED;
  }

  /** The call that is under way, if one is. */
  @Nullable SinkCall call() {
    return call;
  }

  /** Its sink does not come back in time; somebody else goes on. */
  void abandon() {
    state.set(State.RETIRED);
  }

  boolean isRetired() {
    return state.get() == State.RETIRED;
  }

  @Override
  public void run() {
    List<Run> claimed = courier.claim(owner);
    while (true) {
      while (!claimed.isEmpty()) {
        claimed = deliver(claimed);
      }
      if (state.compareAndSet(State.WORKING, State.RETIRED) || isRetired()) {
        courier.retired(this);
        return;
      }
      state.compareAndSet(State.POKED, State.WORKING);
      claimed = courier.claim(owner);
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
