package dev.errand.internal;

import dev.errand.spi.Durations;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the calls of sinks in time (contract F6), with one timer for all: it looks at the calls
 * that are under way, and comes back when the next of them could be over its bound. A call that
 * begins meanwhile cannot be before that.
 */
final class SinkClock {
  private final TimeAndThreads time;
  private final Supplier<Collection<Lane>> lanes;
  private final Consumer<SinkCall> timedOut;
  private final BiConsumer<Lane, SinkCall> abandon;
  private final long bound;
  private final long abandonAfter;
  private volatile boolean ticking;
  private @Nullable Timer timer;
  private boolean stopped;

  SinkClock(
      TimeAndThreads time,
      Settings settings,
      Supplier<Collection<Lane>> lanes,
      Consumer<SinkCall> timedOut,
      BiConsumer<Lane, SinkCall> abandon) {
    this.time = time;
    this.lanes = lanes;
    this.timedOut = timedOut;
    this.abandon = abandon;
    this.bound = Durations.saturatedNanos(settings.sinkTimeout());
    this.abandonAfter = bound + Durations.saturatedNanos(settings.sinkAbandon());
  }

  /** Calls may be under way from now on. */
  void start() {
    if (!ticking) {
      beginToTick();
    }
  }

  synchronized void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private synchronized void beginToTick() {
    if (!ticking) {
      ticking = true;
      schedule(bound);
    }
  }

  private synchronized void schedule(long nanos) {
    if (!stopped) {
      timer = time.schedule(Duration.ofNanos(nanos), this::tick);
    }
  }

  private void tick() {
    long next = bound;
    boolean any = false;
    for (Lane lane : lanes.get()) {
      any |= !lane.isIdle();
      SinkCall call = lane.call();
      if (call != null) {
        next = Math.min(next, look(lane, call));
      }
    }
    if (any) {
      schedule(next);
      return;
    }
    ticking = false;
    // A lane that has begun meanwhile may have seen that the clock was ticking.
    if (lanes.get().stream().anyMatch(lane -> !lane.isIdle())) {
      start();
    }
  }

  /** In how many nanoseconds to look again at this call. */
  private long look(Lane lane, SinkCall call) {
    long since = time.nanoTime() - call.begin;
    if (since < bound) {
      return bound - since;
    }
    timedOut.accept(call);
    if (since < abandonAfter) {
      return abandonAfter - since;
    }
    if (call.isStuck()) {
      abandon.accept(lane, call);
    }
    return bound;
  }
}
