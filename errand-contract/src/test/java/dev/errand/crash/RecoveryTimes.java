package dev.errand.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long it took until what was left running was looked after. */
final class RecoveryTimes {

  /**
   * One of them.
   *
   * @param runs how many there were
   */
  record Time(int runs, Duration took) {}

  private final List<Duration> times = new ArrayList<>();
  private int runs;

  /** One that left nothing says nothing about the time. */
  synchronized void add(Time time) {
    if (time.runs > 0) {
      times.add(time.took);
      runs += time.runs;
    }
  }

  synchronized int count() {
    return times.size();
  }

  synchronized Duration longest() {
    return times.isEmpty() ? Duration.ZERO : Collections.max(times);
  }

  synchronized Duration median() {
    return times.isEmpty() ? Duration.ZERO : atPercent(50);
  }

  private Duration atPercent(int percent) {
    List<Duration> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) * percent / 100);
  }

  @Override
  public synchronized String toString() {
    return times.isEmpty()
        ? "none"
        : "%d times, %d runs: median %d ms, 90 %% within %d ms, longest %d ms"
            .formatted(
                times.size(),
                runs,
                atPercent(50).toMillis(),
                atPercent(90).toMillis(),
                longest().toMillis());
  }
}
