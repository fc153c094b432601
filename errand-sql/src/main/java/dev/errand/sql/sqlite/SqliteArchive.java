package dev.errand.sql.sqlite;

import dev.errand.JobFilter;
import dev.errand.internal.table.Archive;
import dev.errand.internal.table.Engine.Counters;
import dev.errand.internal.table.Saved;
import dev.errand.sql.rows.Bind;
import dev.errand.sql.rows.Columns;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.RowWriter;
import dev.errand.sql.rows.Sql;
import dev.errand.sql.rows.SqlFailure;
import dev.errand.sql.rows.Statements;
import dev.errand.sql.rows.TextCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs in the file, as the writer's connection sees them: what it has written itself included.
 */
final class SqliteArchive implements Archive {
  private final Queries queries;
  private final Statements statements;
  private final RowWriter rows;

  private long written;

  SqliteArchive(Queries queries) {
    this.queries = queries;
    this.statements = queries.statements();
    this.rows = new RowWriter(Sql.SQLITE, statements, queries.policies());
  }

  // ---- writing

  /** How many rows were written so far. */
  long written() {
    return written;
  }

  @Override
  public void write(@Nullable Saved before, @Nullable Saved after) {
    try {
      written++;
      if (after == null) {
        rows.delete(Objects.requireNonNull(before));
      } else if (before == null) {
        rows.insert(after);
      } else {
        rows.update(before, after);
      }
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  void count(Counters counters) throws SQLException {
    statements
        .bind(SqliteSql.UPDATE_COUNTER)
        .number(counters.nextId())
        .number(counters.nextSequence())
        .number(counters.ends())
        .number(counters.lastLease())
        .run();
  }

  /** What was written since the last commit is not there. */
  void forget() {
    queries.policies().forget();
  }

  // ---- reading

  @Override
  public @Nullable Saved find(String id) {
    try {
      return queries.find(id);
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  @Override
  public @Nullable Saved findByKey(Optional<String> owner, String key) {
    try {
      return queries.findByKey(owner, key);
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  @Override
  public boolean isTaken(String id) {
    return number(Sql.IS_TAKEN, id) != null;
  }

  @Override
  public long highestSuffix(String base) {
    Long highest = number(Sql.HIGHEST_SUFFIX, base);
    return highest == null ? 0 : highest;
  }

  private @Nullable Long number(String sql, String parameter) {
    try {
      PreparedStatement select = statements.of(sql);
      select.setString(1, parameter);
      return queries.number(select);
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  @Override
  public List<Saved> over(Instant now, int most) {
    return SqlFailure.orFailure(() -> {
      PreparedStatement select = statements.of(Sql.SQLITE.over());
      select.setLong(1, Bind.nanos(now));
      select.setInt(2, most);
      return queries.list(select);
    });
  }

  @Override
  public @Nullable Instant nextOver(Instant now) {
    try {
      PreparedStatement select = statements.of(Sql.NEXT_OVER);
      select.setLong(1, Bind.nanos(now));
      Long next = queries.number(select);
      return next == null ? null : Bind.moment(next);
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  @Override
  public List<Saved> kept(JobFilter filter) {
    return SqlFailure.orFailure(() -> queries.kept(filter));
  }

  // ---- beginning

  List<Saved> underWay() throws SQLException {
    return queries.list(statements.of(Sql.SQLITE.underWay()));
  }

  List<Long> preferredNumbers() throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet rows = statements.of(Sql.PREFERRED_NUMBERS).executeQuery()) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  Counters counters() throws SQLException {
    try (ResultSet row = statements.of(SqliteSql.SELECT_COUNTER).executeQuery()) {
      Columns columns = new Columns(row, TextCodec.PLAIN);
      return new Counters(columns.number(), columns.number(), columns.number(), columns.number());
    }
  }
}
