package dev.errand.sql.rows;

import dev.errand.JobFilter;
import dev.errand.internal.table.Saved;
import dev.errand.spi.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of one connection. */
public final class Queries {
  private final Sql sql;
  private final Connection connection;
  private final Statements statements;
  private final Policies policies;
  private final RunRows rows;

  /** What is asked in this database's words. */
  public Queries(Sql sql, Connection connection, TextCodec codec) {
    this.sql = sql;
    this.connection = connection;
    statements =
        sql.isShared() ? Statements.collecting(connection, codec) : Statements.atOnce(connection);
    policies = new Policies(connection);
    rows = new RunRows(sql, policies, codec);
  }

  /** The connection itself. */
  public Connection connection() {
    return connection;
  }

  /** The statements of this connection. */
  public Statements statements() {
    return statements;
  }

  /** The policies as this connection has read them. */
  public Policies policies() {
    return policies;
  }

  /** The run of this id. */
  public @Nullable Saved find(String id) throws SQLException {
    PreparedStatement find = statements.of(sql.find());
    find.setString(1, statements.codec().encode(id));
    return first(find);
  }

  /** The run of this owner and key. */
  public @Nullable Saved findByKey(Optional<String> owner, String key) throws SQLException {
    PreparedStatement find = statements.of(sql.findByKey());
    find.setString(1, statements.codec().encode(key));
    find.setString(2, owner.map(statements.codec()::encode).orElse(null));
    return first(find);
  }

  /** The latest to end. */
  public List<Run> recent(int limit, JobFilter filter) throws SQLException {
    PreparedStatement recent = bound(sql.recent(filter), filter);
    recent.setInt(Sql.owners(filter) + 1, limit);
    return runs(list(recent));
  }

  /** All of them. */
  public List<Run> all(JobFilter filter) throws SQLException {
    return runs(list(bound(sql.all(filter), filter, 2)));
  }

  /** Those that are only kept. */
  public List<Saved> kept(JobFilter filter) throws SQLException {
    return list(bound(sql.kept(filter), filter));
  }

  private PreparedStatement bound(String sql, JobFilter filter) throws SQLException {
    return bound(sql, filter, 1);
  }

  /**
   * The statement, the filter's owner bound in each of its places, which are there so many times.
   */
  private PreparedStatement bound(String sql, JobFilter filter, int times) throws SQLException {
    PreparedStatement statement = statements.of(sql);
    for (int i = 1; i <= times * Sql.owners(filter); i++) {
      statement.setString(i, statements.codec().encode(ownerOf(filter)));
    }
    return statement;
  }

  private static String ownerOf(JobFilter filter) {
    return switch (filter) {
      case JobFilter.Owner one -> one.owner();
      case JobFilter.OwnerTree tree -> tree.owner();
      case JobFilter.All all -> throw new IllegalArgumentException("everybody is no owner");
      case JobFilter.Unowned none -> throw new IllegalArgumentException("nobody is no owner");
    };
  }

  /** What a statement finds. */
  public List<Saved> list(PreparedStatement select) throws SQLException {
    try (ResultSet found = select.executeQuery()) {
      return list(found);
    }
  }

  /** What was found. */
  public List<Saved> list(ResultSet found) throws SQLException {
    List<Saved> list = new ArrayList<>();
    while (found.next()) {
      list.add(rows.read(found));
    }
    return list;
  }

  /** A number; null if there is none. */
  public @Nullable Long number(PreparedStatement select) throws SQLException {
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? new Columns(found, TextCodec.PLAIN).numberOrNull() : null;
    }
  }

  private @Nullable Saved first(PreparedStatement select) throws SQLException {
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? rows.read(found) : null;
    }
  }

  private static List<Run> runs(List<Saved> saved) {
    return saved.stream().map(Saved::run).toList();
  }
}
