package dev.errand.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.internal.table.Engine.Counters;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The time of a store that processes share. */
@DisplayName("The time of a store on PostgreSQL")
class DatabaseClockTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long NOON = 20_000 * DAY;

  private final AtomicLong monotonic = new AtomicLong(-5 * SECOND);
  private final DatabaseClock clock = new DatabaseClock(monotonic::get);

  private void passes(long nanos) {
    monotonic.addAndGet(nanos);
  }

  /** The server says that it is so late, and that the latest commit was then. */
  private void hears(long now, long at) {
    clock.follow(new ChangeLog.Head(1, Counters.NONE, 0, at, now));
  }

  @Test
  @DisplayName("is that of the server at first, and goes on by itself")
  void begins() {
    hears(NOON, 0);
    passes(3 * SECOND);
    assertThat(clock.nanoTime()).isEqualTo(NOON + 3 * SECOND);
  }

  @Test
  @DisplayName("F5 does not jump when the clock of the server is set forward")
  void setForward() {
    hears(NOON, 0);
    passes(SECOND);
    hears(NOON + 40 * DAY, NOON);
    assertThat(clock.nanoTime()).isBetween(NOON + SECOND, NOON + SECOND + SECOND / 20);
  }

  @Test
  @DisplayName("F5 neither stops nor goes back when the clock of the server is set back")
  void setBack() {
    hears(NOON, 0);
    passes(SECOND);
    hears(NOON - 40 * DAY, NOON);
    assertThat(clock.nanoTime()).isBetween(NOON + SECOND - SECOND / 20, NOON + SECOND);
    passes(100 * SECOND);
    assertThat(clock.nanoTime()).isGreaterThan(NOON + 100 * SECOND);
  }

  @Test
  @DisplayName("comes after the server in the end")
  void comesAfter() {
    hears(NOON, 0);
    long ahead = 10 * SECOND;
    for (int i = 1; i <= 300; i++) {
      passes(SECOND);
      hears(NOON + i * SECOND + ahead, 0);
    }
    assertThat(clock.nanoTime()).isEqualTo(NOON + 300 * SECOND + ahead);
  }

  @Test
  @DisplayName("is never behind what others have committed")
  void others() {
    hears(NOON, 0);
    hears(NOON, NOON + 2 * SECOND);
    assertThat(clock.nanoTime()).isEqualTo(NOON + 2 * SECOND);
  }

  @Test
  @DisplayName("F5 is that of whoever lives, if the server says something else")
  void takenOver() {
    clock.begin(NOON);
    passes(SECOND);
    hears(NOON + 40 * DAY, 0);
    assertThat(clock.nanoTime()).isBetween(NOON + SECOND, NOON + SECOND + SECOND / 20);
  }

  @Test
  @DisplayName("never goes back, whatever the server says")
  void monotonic() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    hears(NOON, 0);
    long last = clock.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      passes(random.nextLong(SECOND));
      if (random.nextBoolean()) {
        hears(NOON + random.nextLong(-DAY, DAY), NOON + random.nextLong(-DAY, DAY));
      }
      long now = clock.nanoTime();
      assertThat(now).as("seed %d, step %d", seed, i).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }
}
