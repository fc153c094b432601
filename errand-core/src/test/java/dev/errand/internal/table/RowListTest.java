package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowListTest {
  private final RowList list = new RowList(RowList.Kind.TABLE);
  private final List<Row> model = new ArrayList<>();
  private long sequence;

  private void add() {
    Row row = Rows.row(++sequence);
    list.add(row);
    model.add(row);
  }

  private void remove(int index) {
    list.remove(model.remove(index));
  }

  private void assertLikeModel(int limit) {
    assertThat(list.size()).isEqualTo(model.size());
    assertThat(list.first()).isSameAs(model.isEmpty() ? null : model.get(0));
    assertThat(list.rows()).isEqualTo(model);
    assertThat(list.oldestFirst(row -> row.sequence() % 2 == 0))
        .isEqualTo(model.stream().filter(row -> row.sequence() % 2 == 0).toList());
    List<Row> newestFirst = model.reversed();
    assertThat(list.newestFirst(limit))
        .isEqualTo(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
  }

  @Test
  void anEmptyListHasNothing() {
    assertLikeModel(9);
  }

  @Test
  void anEmptiedListCanBeFilledAgain() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        add();
      }
      for (int i = 0; i < 100; i++) {
        remove(0);
      }
      assertLikeModel(9);
    }
  }

  @Test
  void aWindowSlidesRoundTheRing() {
    for (int i = 0; i < 5_000; i++) {
      add();
      if (model.size() > 20) {
        remove(0);
      }
      if (i % 100 == 0) {
        assertLikeModel(7);
      }
    }
  }

  @Test
  void oneThatStaysDoesNotMakeTheRingGrow() {
    add();
    for (int i = 0; i < 5_000; i++) {
      add();
      remove(1);
      if (i % 100 == 0) {
        assertLikeModel(7);
      }
    }
    assertThat(list.capacity()).isLessThan(32);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesWhatAnArrayListDoes(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 3_000; step++) {
      // Now and then a phase in which most rows go, so that the list shrinks and grows.
      boolean grows = (step / 300 + seed) % 2 == 0;
      if (model.isEmpty() || random.nextInt(100) < (grows ? 70 : 30)) {
        add();
      } else {
        remove(random.nextBoolean() ? 0 : random.nextInt(model.size()));
      }
      if (step % 10 == 0) {
        assertLikeModel(random.nextInt(12));
      }
    }
  }

  @Test
  void aRowIsInSeveralListsAtOnce() {
    Random random = new Random(7);
    RowList other = new RowList(RowList.Kind.OWNER);
    List<Row> inOther = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      if (model.isEmpty() || random.nextInt(20) < (step / 200 % 2 == 0 ? 13 : 7)) {
        add();
        if (random.nextBoolean()) {
          Row row = model.get(model.size() - 1);
          other.add(row);
          inOther.add(row);
        }
      } else {
        Row row = model.get(random.nextInt(model.size()));
        remove(model.indexOf(row));
        if (inOther.remove(row)) {
          other.remove(row);
        }
      }
      assertThat(other.rows()).isEqualTo(inOther);
    }
    assertLikeModel(5);
  }
}
