package dev.errand.sql.rows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same statement for many rows, to be run once for all of them: a column of values for each
 * parameter. No two of its rows may be about the same run.
 */
final class RowSet extends Bind {
  private static final String[] NO_TEXTS = {};
  private static final Long[] NO_NUMBERS = {};

  /** The values of one parameter. */
  private static final class Column {
    private final String type;
    private final Object[] none;
    private final List<@Nullable Object> values = new ArrayList<>();
    private boolean isEmpty = true;

    Column(String type, Object[] none) {
      this.type = type;
      this.none = none;
    }

    void add(@Nullable Object value) {
      values.add(value);
      isEmpty &= value == null;
    }

    /**
     * Typed, so that it is sent as numbers and not in digits. Where nothing is, nothing is sent:
     * the server fills up what is shorter than the rest.
     */
    @Nullable Object[] array() {
      return isEmpty ? none : values.toArray(none);
    }
  }

  private final String sql;
  private final TextCodec codec;
  private final List<Column> columns = new ArrayList<>();
  private int index;

  RowSet(String sql, TextCodec codec) {
    this.sql = sql;
    this.codec = codec;
  }

  @Override
  public Bind text(@Nullable String value) {
    return add("text", NO_TEXTS, value == null ? null : codec.encode(value));
  }

  @Override
  public Bind number(@Nullable Long value) {
    return add("bigint", NO_NUMBERS, value);
  }

  private Bind add(String type, Object[] none, @Nullable Object value) {
    if (index == columns.size()) {
      columns.add(new Column(type, none));
    }
    columns.get(index++).add(value);
    return this;
  }

  /** The row is complete. */
  @Override
  public int run() {
    index = 0;
    return 1;
  }

  /** To be run with others, for the rows that were collected. */
  void addTo(Script script) {
    List<String> types = columns.stream().map(column -> column.type).toList();
    Script unused = script.then(SetSql.of(sql, types));
    for (Column column : columns) {
      unused = script.array(column.type, column.array());
    }
  }
}
