package dev.errand.sql.postgres;

import dev.errand.JobFilter;
import dev.errand.internal.table.Archive.Route;
import dev.errand.internal.table.Effects;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.internal.table.Hints.Change;
import dev.errand.internal.table.Saved;
import dev.errand.spi.Run;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the tables in memory up to what the others have committed. */
final class Follower {
  private static final String SELECT_ROUTES = "SELECT audience, worker, token FROM route";
  private static final String SELECT_THESE = SELECT_ROUTES + " WHERE audience = ANY (?)";

  /** No commit of all that there are. */
  private static final long NONE = -1;

  private final Engine engine;
  private final ChangeLog log;
  private final FollowedClock clock;
  private final Hints hints;
  private final Runnable membersChanged;
  private volatile long seen = NONE;
  private final List<Change> changes = new ArrayList<>();
  private @Nullable Effects effects;
  private boolean hasNewMembers;

  Follower(
      Engine engine, ChangeLog log, FollowedClock clock, Hints hints, Runnable membersChanged) {
    this.engine = engine;
    this.log = log;
    this.clock = clock;
    this.hints = hints;
    this.membersChanged = membersChanged;
  }

  /** The latest commit that the tables know of. */
  long seen() {
    return seen;
  }

  /** Waits for our turn, and brings in what the others have committed before it. */
  ChangeLog.Turn lockAndCatchUp(Connection connection, Queries queries, Membership membership)
      throws SQLException {
    ChangeLog.Turn turn = lock(connection, queries, membership);
    catchUp(connection, queries, turn.news());
    return turn;
  }

  private ChangeLog.Turn lock(Connection connection, Queries queries, Membership membership)
      throws SQLException {
    if (membership.hasOthers() && seen != NONE) {
      return log.lockAndRead(connection, queries, membership.id(), seen);
    }
    ChangeLog.Turn turn = log.lock(connection, membership.id());
    boolean isNews = seen != NONE && turn.news().head().version() != seen;
    return isNews ? new ChangeLog.Turn(log.read(connection, queries, seen), turn.isBuried()) : turn;
  }

  /** Brings in what the others have committed. */
  void catchUp(Connection connection, Queries queries) throws SQLException {
    catchUp(
        connection,
        queries,
        seen == NONE
            ? ChangeLog.News.only(log.head(connection))
            : log.read(connection, queries, seen));
  }

  /** We have made a commit ourselves. */
  void hasSeen(long version) {
    seen = version;
  }

  /** What the tables know is not to be trusted any more: next time, everything is read. */
  void forget() {
    seen = NONE;
  }

  private void catchUp(Connection connection, Queries queries, ChangeLog.News news)
      throws SQLException {
    ChangeLog.Head head = news.head();
    clock.follow(head);
    engine.follow(head.counters(), head.lastRoute(), clock.nanoTime());
    if (head.version() == seen) {
      return;
    }
    if (news.isWhole()) {
      follow(connection, news);
    } else {
      reload(connection, queries);
    }
    seen = head.version();
    collect();
  }

  /** What was brought in has effects of its own, which are told with the rest. */
  void collect() {
    Effects brought = engine.effects();
    effects = brought == null ? effects : brought;
  }

  private void follow(Connection connection, ChangeLog.News news) throws SQLException {
    Map<Long, String> gone = new LinkedHashMap<>();
    Set<String> audiences = new LinkedHashSet<>();
    for (ChangeLog.Line line : news.lines()) {
      for (int i = 0; i < line.gone().size(); i++) {
        gone.put(line.gone().get(i), PostgresText.INSTANCE.decode(line.goneIds().get(i)));
      }
      audiences.addAll(line.routes());
    }
    gone.forEach((sequence, id) -> {
      Run unused = engine.forget(sequence, id);
    });
    if (!audiences.isEmpty()) {
      followRoutes(connection, audiences);
    }
    follow(news.runs());
  }

  private void follow(List<Saved> runs) {
    for (Saved now : runs) {
      changes.add(new Change(engine.follow(now), now.run()));
    }
  }

  private static List<Saved> these(Connection connection, Queries queries, Set<Long> runs)
      throws SQLException {
    if (runs.isEmpty()) {
      return List.of();
    }
    PreparedStatement these = queries.statements().of(Sql.POSTGRES.these());
    these.setArray(1, connection.createArrayOf("bigint", runs.toArray(Long[]::new)));
    return queries.list(these);
  }

  private void followRoutes(Connection connection, Set<String> audiences) throws SQLException {
    Map<JobFilter, Route> routes;
    try (PreparedStatement select = connection.prepareStatement(SELECT_THESE)) {
      select.setArray(1, connection.createArrayOf("text", audiences.toArray()));
      routes = routes(select);
    }
    for (String audience : audiences) {
      JobFilter filter = Audiences.read(audience);
      engine.follow(filter, routes.get(filter));
    }
  }

  /** Everything that is under way, and what has become of the rest that is here. */
  private void reload(Connection connection, Queries queries) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_ROUTES)) {
      engine.reload(routes(select));
    }
    List<Long> preferred = new ArrayList<>();
    try (ResultSet rows = queries.statements().of(Sql.PREFERRED_NUMBERS).executeQuery()) {
      while (rows.next()) {
        preferred.add(rows.getLong(1));
      }
    }
    engine.follow(preferred);
    List<Saved> underWay = queries.list(queries.statements().of(Sql.POSTGRES.underWay()));
    Map<Long, String> rest = new LinkedHashMap<>(engine.here());
    underWay.forEach(now -> rest.remove(now.run().registration().sequence()));
    List<Saved> kept = these(connection, queries, rest.keySet());
    kept.forEach(now -> rest.remove(now.run().registration().sequence()));
    rest.forEach((sequence, id) -> {
      Run unused = engine.forget(sequence, id);
    });
    follow(kept);
    follow(underWay);
    hasNewMembers = true;
  }

  private static Map<JobFilter, Route> routes(PreparedStatement select) throws SQLException {
    Map<JobFilter, Route> routes = new HashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        routes.put(Audiences.read(row.getString(1)), new Route(row.getString(2), row.getLong(3)));
      }
    }
    return routes;
  }

  /** Tells listeners what was brought in; to be called outside of all locks. */
  void tell() {
    boolean tellsMembers = hasNewMembers;
    List<Change> told = List.copyOf(changes);
    Effects also = effects;
    changes.clear();
    effects = null;
    hasNewMembers = false;
    if (tellsMembers) {
      membersChanged.run();
    }
    if (!told.isEmpty() || also != null) {
      hints.afterOthers(told, also);
    }
  }
}
