package dev.errand.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private final Ledger ledger = new Ledger();
  private final TreeMap<Long, Row> model = new TreeMap<>();

  private void append(long key) {
    Row row = Rows.row(key);
    ledger.append(key, row);
    model.put(key, row);
  }

  private void remove(long key) {
    ledger.remove(key);
    model.remove(key);
  }

  private void assertLikeModel(int limit) {
    List<Row> oldestFirst = new ArrayList<>(model.values());
    assertThat(ledger.size()).isEqualTo(oldestFirst.size());
    assertThat(ledger.oldestFirst(row -> true)).isEqualTo(oldestFirst);
    assertThat(ledger.oldestFirst(row -> row.sequence % 2 == 0))
        .isEqualTo(oldestFirst.stream().filter(row -> row.sequence % 2 == 0).toList());
    List<Row> newestFirst = oldestFirst.reversed();
    assertThat(ledger.newestFirst(limit))
        .isEqualTo(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
  }

  @Test
  void emptyLedgerHasNothing() {
    assertLikeModel(9);
    remove(1);
    assertLikeModel(9);
  }

  @Test
  void anEmptiedLedgerCanBeFilledAgain() {
    for (long key = 1; key <= 100; key++) {
      append(key);
    }
    for (long key = 1; key <= 100; key++) {
      remove(key);
      remove(key);
    }
    assertLikeModel(9);
    append(101);
    assertLikeModel(9);
  }

  @Test
  void aWindowThatSlidesForLongStaysInOrder() {
    for (long key = 1; key <= 5_000; key++) {
      append(key);
      if (key > 20) {
        remove(key - 20);
      }
      if (key % 500 == 0) {
        assertLikeModel(7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesWhatATreeMapDoes(long seed) {
    Random random = new Random(seed);
    long last = 0;
    for (int step = 0; step < 3_000; step++) {
      // Now and then a phase in which most rows go, so that the ledger shrinks and grows.
      boolean grows = (step / 300 + seed) % 2 == 0;
      if (random.nextInt(100) < (grows ? 70 : 30)) {
        last += 1 + random.nextInt(3);
        append(last);
      } else {
        remove(
            model.isEmpty() || random.nextInt(9) == 0
                ? random.nextLong(last + 3)
                : someKey(random, last));
      }
      if (step % 10 == 0) {
        assertLikeModel(random.nextInt(12));
      }
    }
  }

  private long someKey(Random random, long last) {
    Long oldest = model.firstKey();
    Long above = model.ceilingKey(random.nextLong(last) + 1);
    return random.nextBoolean() || above == null ? oldest : above;
  }
}
