package dev.errand.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBagTest {

  @Test
  void twoBagsOfTheSameRowsDoWhatListsDo() {
    Random random = new Random(1);
    RowBag ofTable = RowBag.ofTable();
    RowBag ofOwner = RowBag.ofOwner();
    List<Row> inTable = new ArrayList<>();
    List<Row> inOwner = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      if (inTable.isEmpty() || random.nextInt(20) < (step / 200 % 2 == 0 ? 13 : 7)) {
        Row row = Rows.row(step);
        ofTable.add(row);
        inTable.add(row);
        if (random.nextBoolean()) {
          ofOwner.add(row);
          inOwner.add(row);
        }
      } else {
        Row row = inTable.remove(random.nextInt(inTable.size()));
        ofTable.remove(row);
        if (inOwner.remove(row)) {
          ofOwner.remove(row);
        }
      }
      assertThat(ofTable.rows()).containsExactlyInAnyOrderElementsOf(inTable);
      assertThat(ofOwner.rows()).containsExactlyInAnyOrderElementsOf(inOwner);
    }
  }
}
