package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {
  private final Timetable<Row> table = Timetable.ofRows(row -> row.patience);

  private Row add(long sequence, long due) {
    Row row = Rows.row(sequence);
    row.patience = due;
    table.add(row);
    return row;
  }

  @Test
  void nothingIsDueInAnEmptyTable() {
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(table.next(0)).isEmpty();
  }

  /** The monotonic clock may begin anywhere, and run over. */
  @ParameterizedTest
  @ValueSource(longs = {0, -50, Long.MAX_VALUE - 20, Long.MIN_VALUE, Long.MAX_VALUE})
  void rowsComeWhenTheyAreDueTheEarliestFirst(long start) {
    Row third = add(1, start + 30);
    Row first = add(2, start + 10);
    Row second = add(3, start + 10);
    assertThat(table.pollDue(start + 9)).isNull();
    assertThat(table.next(start + 9)).contains(Duration.ofNanos(1));
    assertThat(table.pollDue(start + 10)).isSameAs(first);
    assertThat(table.next(start + 25)).as("what is overdue is due now").contains(Duration.ZERO);
    assertThat(table.pollDue(start + 25)).isSameAs(second);
    assertThat(table.pollDue(start + 25)).isNull();
    assertThat(table.next(start + 25)).contains(Duration.ofNanos(5));
    assertThat(table.pollDue(start + 100)).isSameAs(third);
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void whatIsRemovedIsNotDue() {
    Row first = add(1, 10);
    Row second = add(2, 20);
    table.remove(first);
    table.remove(first);
    table.remove(Rows.row(3));
    assertThat(table.next(0)).isEqualTo(Optional.of(Duration.ofNanos(20)));
    assertThat(table.pollDue(99)).isSameAs(second);
  }

  @Test
  void rowsACenturyApartAreInOrder() {
    Row far = add(1, Duration.ofDays(36_500).toNanos());
    Row near = add(2, 1);
    assertThat(table.pollDue(5)).isSameAs(near);
    assertThat(table.pollDue(Duration.ofDays(36_499).toNanos())).isNull();
    assertThat(table.pollDue(Duration.ofDays(36_500).toNanos())).isSameAs(far);
  }
}
