package dev.errand.sql.postgres;

import dev.errand.JobFilter;
import dev.errand.internal.table.Archive;
import dev.errand.internal.table.Saved;
import dev.errand.sql.rows.Bind;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.RowWriter;
import dev.errand.sql.rows.Script;
import dev.errand.sql.rows.Sql;
import dev.errand.sql.rows.SqlFailure;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs in the database, as the transaction of the writer sees them. What steps write is
 * collected: a run that is changed by several steps of a commit is written once, and all of them
 * together.
 */
final class PostgresArchive implements Archive {

  /** How a run was before the commit, and how it is by now. */
  private record Change(@Nullable Saved before, @Nullable Saved after) {}

  private final Link link;
  private final Map<Long, Change> collected = new LinkedHashMap<>();
  private final Map<Long, String> gone = new LinkedHashMap<>();
  private final Set<Long> changed = new LinkedHashSet<>();
  private final Map<JobFilter, Optional<Route>> routes = new LinkedHashMap<>();

  PostgresArchive(Link link) {
    this.link = link;
  }

  // ---- writing

  @Override
  public void write(@Nullable Saved before, @Nullable Saved after) {
    Saved run = Objects.requireNonNull(after == null ? before : after);
    long sequence = run.run().registration().sequence();
    Change earlier = collected.get(sequence);
    Saved first = earlier == null ? before : earlier.before;
    if (first == null && after == null) {
      collected.remove(sequence); // it has come and gone, and nobody has seen it
    } else {
      collected.put(sequence, new Change(first, after));
    }
  }

  @Override
  public void write(JobFilter audience, @Nullable Route route) {
    routes.put(audience, Optional.ofNullable(route));
  }

  /** Writes what was collected. */
  private void flush() throws SQLException {
    say();
    link.queries().statements().flush();
  }

  /** What was collected and is not written yet, to be written with more. */
  Script script() throws SQLException {
    say();
    return link.queries().statements().script();
  }

  private void say() throws SQLException {
    Queries queries = link.queries();
    RowWriter rows = new RowWriter(Sql.POSTGRES, queries.statements(), queries.policies());
    for (Map.Entry<Long, Change> entry : collected.entrySet()) {
      Change change = entry.getValue();
      if (change.after == null && change.before != null) {
        rows.delete(change.before);
        gone.put(entry.getKey(), change.before.run().id());
        changed.remove(entry.getKey());
      } else if (change.after != null) {
        if (change.before == null) {
          rows.insert(change.after);
        } else {
          rows.update(change.before, change.after);
        }
        changed.add(entry.getKey());
      }
    }
    collected.clear();
  }

  /** The runs that were changed since {@link #forget}. */
  List<Long> changed() {
    return List.copyOf(changed);
  }

  /** The runs that went, with their ids. */
  Map<Long, String> gone() {
    return gone;
  }

  /** The sinks that came or went. */
  Map<JobFilter, Optional<Route>> routes() {
    return routes;
  }

  /** Whether nothing was written. */
  boolean isUntouched() {
    return collected.isEmpty() && changed.isEmpty() && gone.isEmpty() && routes.isEmpty();
  }

  /** A transaction begins, or what was written is over: committed, or not there. */
  void forget() {
    collected.clear();
    changed.clear();
    gone.clear();
    routes.clear();
  }

  // ---- reading

  /** A question about what is written; what is collected is written first. */
  private <T> T ask(SqlFailure.Attempt<T> question) {
    return SqlFailure.orFailure(() -> {
      flush();
      return question.make();
    });
  }

  @Override
  public @Nullable Saved find(String id) {
    return this.<Optional<Saved>>ask(() -> Optional.ofNullable(link.queries().find(id)))
        .orElse(null);
  }

  @Override
  public @Nullable Saved findByKey(Optional<String> owner, String key) {
    return this.<Optional<Saved>>ask(
            () -> Optional.ofNullable(link.queries().findByKey(owner, key)))
        .orElse(null);
  }

  @Override
  public boolean isTaken(String id) {
    return number(Sql.IS_TAKEN, id).isPresent();
  }

  @Override
  public long highestSuffix(String base) {
    return number(Sql.HIGHEST_SUFFIX, base).orElse(0L);
  }

  private Optional<Long> number(String sql, String parameter) {
    return ask(() -> {
      PreparedStatement select = link.queries().statements().of(sql);
      select.setString(1, PostgresText.INSTANCE.encode(parameter));
      return Optional.ofNullable(link.queries().number(select));
    });
  }

  @Override
  public List<Saved> over(Instant now, int most) {
    return ask(() -> {
      PreparedStatement select = link.queries().statements().of(Sql.POSTGRES.over());
      select.setLong(1, Bind.nanos(now));
      select.setInt(2, most);
      return link.queries().list(select);
    });
  }

  @Override
  public @Nullable Instant nextOver(Instant now) {
    Optional<Long> next =
        ask(() -> {
          PreparedStatement select = link.queries().statements().of(Sql.NEXT_OVER);
          select.setLong(1, Bind.nanos(now));
          return Optional.ofNullable(link.queries().number(select));
        });
    return next.map(Bind::moment).orElse(null);
  }

  @Override
  public List<Saved> kept(JobFilter filter) {
    return ask(() -> link.queries().kept(filter));
  }
}
