package dev.errand.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many bodies a manager may run (contract A3, A9). */
class SlotsTest {
  private final Slots slots = new Slots(3);

  @Test
  @DisplayName("A3 no more slots are taken than there are")
  void bounded() {
    assertThat(slots.takeUpTo(2)).isEqualTo(2);
    assertThat(slots.takeUpTo(2)).isEqualTo(1);
    assertThat(slots.takeUpTo(2)).isZero();
    slots.giveBack(2);
    assertThat(slots.takeUpTo(1)).isEqualTo(1);
    assertThat(slots.takeUpTo(0)).isZero();
  }

  @Test
  @DisplayName(
      "A3 lowering the limit takes nothing away and gives nothing new until the excess is gone")
  void lowered() {
    slots.takeUpTo(3);
    slots.limit(1);
    assertThat(slots.limit()).isEqualTo(1);
    assertThat(slots.inExcess()).isTrue();
    slots.giveBack(2);
    assertThat(slots.inExcess()).isFalse();
    assertThat(slots.takeUpTo(1)).isZero();
    slots.giveBack(1);
    assertThat(slots.takeUpTo(9)).isEqualTo(1);
    slots.limit(5);
    assertThat(slots.takeUpTo(9)).isEqualTo(4);
  }

  @Test
  @DisplayName("A9 a slot that was lent is taken back though none is free")
  void takenBack() {
    slots.takeUpTo(3);
    slots.takeBack();
    assertThat(slots.inExcess()).isTrue();
    slots.giveBack(1);
    assertThat(slots.inExcess()).isFalse();
    assertThat(slots.takeUpTo(1)).isZero();
  }

  @Test
  @DisplayName("A3 many threads together take no more slots than there are")
  void manyThreads() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> takeAndGiveBack(taken, most)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(slots.takeUpTo(9)).isEqualTo(3);
  }

  private void takeAndGiveBack(AtomicInteger taken, AtomicInteger most) {
    for (int i = 0; i < 10_000; i++) {
      int mine = slots.takeUpTo(1 + i % 2);
      most.accumulateAndGet(taken.addAndGet(mine), Math::max);
      taken.addAndGet(-mine);
      slots.giveBack(mine);
    }
  }
}
