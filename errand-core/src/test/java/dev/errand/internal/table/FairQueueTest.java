package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.Bounds;
import dev.errand.spi.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose turn it is (contract A4). */
class FairQueueTest {
  private static final Worker ANY = new Worker("w1", Set.of("one", "two"));
  private static final Worker ONE = new Worker("w2", Set.of("one"));
  private static final Worker TWO = new Worker("w3", Set.of("two"));

  private final FairQueue queue = new FairQueue();
  private final OwnerBook a = new OwnerBook(Optional.of("a"));
  private final OwnerBook b = new OwnerBook(Optional.of("b"));
  private final OwnerBook c = new OwnerBook(Optional.of("c"));

  private Row add(OwnerBook book, long sequence, int priority, String handler) {
    Row row = Rows.row(book, sequence, priority, Optional.of(handler));
    queue.add(row);
    return row;
  }

  private Row add(OwnerBook book, long sequence) {
    return add(book, sequence, 0, "one");
  }

  private List<Long> takeAll(Worker worker, Bounds bounds) {
    List<Long> taken = new ArrayList<>();
    for (@Nullable Row row = queue.take(worker, bounds);
        row != null;
        row = queue.take(worker, bounds)) {
      taken.add(row.sequence());
      row.book.runs.occupying++;
    }
    return taken;
  }

  private List<Long> takeAll() {
    return takeAll(ANY, Bounds.DEFAULT);
  }

  private static Bounds perOwner(int running) {
    return new Bounds(9, 9, running, 99);
  }

  @Test
  void anEmptyQueueHasNothing() {
    assertThat(queue.hasWorkFor(ANY, Bounds.DEFAULT)).isFalse();
    assertThat(takeAll()).isEmpty();
  }

  @Test
  @DisplayName("A4 owners take turns")
  void turns() {
    for (long sequence = 1; sequence <= 3; sequence++) {
      add(a, sequence);
    }
    add(b, 4);
    add(c, 5);
    add(c, 6);
    assertThat(takeAll()).containsExactly(1L, 4L, 5L, 2L, 6L, 3L);
    assertThat(queue.hasWorkFor(ANY, Bounds.DEFAULT)).isFalse();
  }

  @Test
  @DisplayName("A4 inside an owner priority counts, then age")
  void priority() {
    add(a, 1, -5, "one");
    add(a, 3, 7, "one");
    add(a, 2, 7, "one");
    add(a, 4);
    assertThat(takeAll()).containsExactly(2L, 3L, 4L, 1L);
  }

  @Test
  void whatIsRemovedIsNotTaken() {
    Row first = add(a, 1);
    add(a, 2);
    queue.remove(first);
    queue.remove(first);
    assertThat(takeAll()).containsExactly(2L);
  }

  @Test
  void anOwnerWhoseLastRunIsRemovedComesBackWithTheNext() {
    queue.remove(add(a, 1));
    assertThat(queue.hasWorkFor(ANY, Bounds.DEFAULT)).isFalse();
    add(a, 2);
    assertThat(takeAll()).containsExactly(2L);
    add(a, 3);
    assertThat(takeAll()).containsExactly(3L);
  }

  @Test
  @DisplayName("K1 a worker gets what it can run only")
  void workers() {
    add(a, 1, 9, "two");
    add(a, 2, 0, "one");
    assertThat(queue.hasWorkFor(new Worker("w9", Set.of()), Bounds.DEFAULT)).isFalse();
    assertThat(takeAll(ONE, Bounds.DEFAULT)).containsExactly(2L);
    assertThat(queue.hasWorkFor(ONE, Bounds.DEFAULT)).isFalse();
    assertThat(takeAll(TWO, Bounds.DEFAULT)).containsExactly(1L);
  }

  @Test
  @DisplayName("A4 an owner keeps its turn though a worker comes by that can do nothing for it")
  void turnIsKept() {
    for (long sequence = 1; sequence <= 6; sequence++) {
      add(a, sequence, 0, "one");
      add(b, 10 + sequence, 0, "two");
      add(c, 20 + sequence, 0, "one");
    }
    List<OwnerBook> served = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Row ofTwo = queue.take(TWO, Bounds.DEFAULT);
      Row ofOne = queue.take(ONE, Bounds.DEFAULT);
      assertThat(ofTwo).isNotNull();
      assertThat(ofOne).isNotNull();
      served.add(ofOne.book);
    }
    assertThat(served).as("owners in turn").containsExactly(a, c, a, c);
  }

  @Test
  @DisplayName("A4 an owner at its bound waits until a place of its own is free")
  void bounded() {
    for (long sequence = 1; sequence <= 3; sequence++) {
      add(a, sequence);
    }
    add(b, 4);
    assertThat(takeAll(ANY, perOwner(1))).containsExactly(1L, 4L);
    assertThat(queue.hasWorkFor(ANY, perOwner(1))).isFalse();
    a.runs.occupying--;
    queue.join(a);
    assertThat(queue.hasWorkFor(ANY, perOwner(1))).isTrue();
    assertThat(takeAll(ANY, perOwner(1))).containsExactly(2L);
  }

  @Test
  @DisplayName("A4 the bound of one claim does not bind the next")
  void otherBounds() {
    add(a, 1);
    add(a, 2);
    assertThat(takeAll(ANY, perOwner(1))).containsExactly(1L);
    assertThat(queue.hasWorkFor(ANY, perOwner(2))).isTrue();
    assertThat(takeAll(ANY, perOwner(2))).containsExactly(2L);
  }
}
