package dev.errand.sql.sqlite;

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
final class Queries {
  final Statements statements;
  final Policies policies;
  private final RunRows rows;

  Queries(Connection connection) {
    statements = new Statements(connection);
    policies = new Policies(connection);
    rows = new RunRows(policies);
  }

  @Nullable Saved find(String id) throws SQLException {
    PreparedStatement find = statements.of(Sql.FIND);
    find.setString(1, id);
    return first(find);
  }

  @Nullable Saved findByKey(Optional<String> owner, String key) throws SQLException {
    PreparedStatement find = statements.of(Sql.FIND_BY_KEY);
    find.setString(1, key);
    find.setString(2, owner.orElse(null));
    return first(find);
  }

  List<Run> recent(int limit, JobFilter filter) throws SQLException {
    PreparedStatement recent = bound(Sql.recent(filter), filter);
    recent.setInt(Sql.owners(filter) + 1, limit);
    return runs(list(recent));
  }

  List<Run> all(JobFilter filter) throws SQLException {
    return runs(list(bound(Sql.all(filter), filter, 2)));
  }

  List<Saved> kept(JobFilter filter) throws SQLException {
    return list(bound(Sql.kept(filter), filter));
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
      statement.setString(i, ownerOf(filter));
    }
    return statement;
  }

  private static @Nullable String ownerOf(JobFilter filter) {
    return switch (filter) {
      case JobFilter.Owner one -> one.owner();
      case JobFilter.OwnerTree tree -> tree.owner();
      case JobFilter.All all -> null;
      case JobFilter.Unowned none -> null;
    };
  }

  List<Saved> list(PreparedStatement select) throws SQLException {
    List<Saved> list = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        list.add(rows.read(found));
      }
    }
    return list;
  }

  /** A number; null if there is none. */
  @Nullable Long number(PreparedStatement select) throws SQLException {
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? new Columns(found).numberOrNull() : null;
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
