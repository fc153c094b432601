package dev.errand.internal.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running rows of the table, or those of one owner, in no order: adding and removing is a
 * matter of nanoseconds, which every run pays twice. A row knows its place in both bags.
 */
final class RowBag {
  private final boolean ofOwner;
  private @Nullable Row[] rows = new Row[4];
  private int size;

  private RowBag(boolean ofOwner) {
    this.ofOwner = ofOwner;
  }

  static RowBag ofTable() {
    return new RowBag(false);
  }

  static RowBag ofOwner() {
    return new RowBag(true);
  }

  void add(Row row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, size * 2);
    }
    put(row, size++);
  }

  void remove(Row row) {
    int place = ofOwner ? row.placeInOwnerBag : row.placeInTableBag;
    Row last = rows[--size];
    rows[size] = null;
    if (last != null && place != size) {
      put(last, place);
    }
  }

  List<Row> rows() {
    List<Row> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Row row = rows[i];
      if (row != null) {
        all.add(row);
      }
    }
    return all;
  }

  private void put(Row row, int place) {
    rows[place] = row;
    if (ofOwner) {
      row.placeInOwnerBag = place;
    } else {
      row.placeInTableBag = place;
    }
  }
}
