package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

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

  private void assertLikeModel() {
    assertThat(ledger.size()).isEqualTo(model.size());
    long highest = model.isEmpty() ? 3 : model.lastKey() + 3;
    long lowest = Math.max(0, highest - 300);
    for (long key = lowest; key <= highest; key++) {
      assertThat(ledger.find(key)).isSameAs(model.get(key));
    }
    model.forEach((key, row) -> assertThat(ledger.find(key)).isSameAs(row));
  }

  @Test
  void emptyLedgerHasNothing() {
    assertLikeModel();
    remove(1);
    assertLikeModel();
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
    assertLikeModel();
    append(101);
    assertLikeModel();
  }

  @Test
  void aWindowThatSlidesForLongStaysInOrder() {
    for (long key = 1; key <= 5_000; key++) {
      append(key);
      if (key > 20) {
        remove(key - 20);
      }
      if (key % 500 == 0) {
        assertLikeModel();
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
        assertLikeModel();
      }
    }
  }

  private long someKey(Random random, long last) {
    Long oldest = model.firstKey();
    Long above = model.ceilingKey(random.nextLong(last) + 1);
    return random.nextBoolean() || above == null ? oldest : above;
  }
}
