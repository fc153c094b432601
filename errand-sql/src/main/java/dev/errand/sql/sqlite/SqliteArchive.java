package dev.errand.sql.sqlite;

import dev.errand.HandlerCall;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.Progress;
import dev.errand.internal.table.Archive;
import dev.errand.internal.table.Engine.Counters;
import dev.errand.internal.table.Saved;
import dev.errand.internal.table.Saved.SavedLetter;
import dev.errand.internal.table.SuffixedId;
import dev.errand.spi.Mail;
import dev.errand.spi.Registration;
import dev.errand.spi.RunState;
import dev.errand.spi.Terms;
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

  SqliteArchive(Queries queries) {
    this.queries = queries;
    this.statements = queries.statements;
  }

  // ---- writing

  @Override
  public void write(@Nullable Saved before, @Nullable Saved after) {
    try {
      if (after == null) {
        delete(Objects.requireNonNull(before));
      } else if (before == null) {
        insert(after);
      } else {
        update(before, after);
      }
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  private void insert(Saved saved) throws SQLException {
    Registration run = saved.run().registration();
    Terms terms = run.terms();
    SuffixedId suffixed = saved.isAutomatic() ? null : SuffixedId.parse(run.id());
    long policy = queries.policies.idOf(terms.policy());
    Bind bind =
        statements
            .bind(Sql.INSERT_RUN)
            .number(run.sequence())
            .text(run.id())
            .text(run.runId().toString())
            .text(run.owner())
            .text(run.type())
            .text(run.label())
            .text(run.registrar())
            .moment(run.at())
            .text(run.call().map(HandlerCall::handler))
            .number(policy)
            .number(terms.priority())
            .name(terms.admission())
            .span(terms.startAfter())
            .span(terms.queueTimeout())
            .span(terms.timeout())
            .text(terms.idempotencyKey())
            .flag(saved.isAutomatic())
            .number(preferredNumber(saved))
            .text(suffixed == null ? null : suffixed.base())
            .number(suffixed == null ? null : (Long) suffixed.suffix());
    state(bind, saved.run().state());
    mail(bind, saved);
    end(bind, saved);
    keep(bind, saved);
    int unused = bind.run();
    if (run.call().isPresent()) {
      statements
          .bind(Sql.INSERT_PAYLOAD)
          .number(run.sequence())
          .text(run.call().get().payload())
          .run();
    }
    JobEnd end = saved.run().state().end();
    if (end != null) {
      outcome(saved, end);
    }
  }

  private static @Nullable Long preferredNumber(Saved saved) {
    long number = saved.run().registration().automaticNumber();
    return saved.isAutomatic() || number == 0 ? null : (Long) number;
  }

  @SuppressWarnings(
      "ReferenceEquality") // what is not the same object has been through a transition
  private void update(Saved before, Saved after) throws SQLException {
    RunState state = after.run().state();
    RunState former = before.run().state();
    boolean hasNewState = state != former;
    boolean hasEnded = before.endSequence() != after.endSequence();
    boolean isKeptAnew = !Objects.equals(before.keptUntil(), after.keptUntil());
    Bind bind = statements.bind(Sql.updateRun(hasNewState, hasEnded, isKeptAnew));
    if (hasNewState) {
      state(bind, state);
    }
    mail(bind, after);
    if (hasEnded) {
      end(bind, after);
    }
    if (isKeptAnew) {
      keep(bind, after);
    }
    int unused = bind.number(after.run().registration().sequence()).run();
    JobEnd end = state.end();
    if (hasNewState && end != null) {
      if (former.end() == null) {
        outcome(after, end);
      } else if (!Objects.equals(former.lateText(), state.lateText())
          || !Objects.equals(former.progress(), state.progress())) {
        after(statements.bind(Sql.UPDATE_OUTCOME), after);
      }
    }
  }

  private void delete(Saved saved) throws SQLException {
    long sequence = saved.run().registration().sequence();
    int unused = statements.bind(Sql.DELETE_RUN).number(sequence).run();
    if (saved.run().state().end() != null) {
      statements.bind(Sql.DELETE_OUTCOME).number(sequence).run();
    }
    if (saved.run().registration().call().isPresent()) {
      statements.bind(Sql.DELETE_PAYLOAD).number(sequence).run();
    }
  }

  private static void state(Bind bind, RunState state) throws SQLException {
    Bind unused =
        bind.name(state.status())
            .number(state.epoch())
            .number(state.reruns())
            .text(state.worker())
            .moment(state.startedAt())
            .moment(state.endedAt())
            .moment(state.settledAt())
            .flag(state.occupying());
  }

  private static void mail(Bind bind, Saved saved) throws SQLException {
    Mail mail = saved.run().mail();
    SavedLetter letter = saved.letter();
    Bind unused =
        bind.name(mail.status())
            .number(mail.holds())
            .number(mail.attempts())
            .number(mail.lease())
            .moment(mail.nextAttemptAt())
            .text(mail.lastError())
            .moment(letter == null ? null : letter.dueSince())
            .flag(letter != null && letter.accepted())
            .flag(letter != null && letter.alone())
            .moment(letter == null ? null : letter.firstAttemptAt())
            .moment(letter == null ? null : letter.heldSince())
            .moment(letter == null ? null : letter.timerAt());
  }

  private static void end(Bind bind, Saved saved) throws SQLException {
    Bind unused = bind.number(saved.endSequence() == 0 ? null : (Long) saved.endSequence());
  }

  private static void keep(Bind bind, Saved saved) throws SQLException {
    Instant until = saved.keptUntil();
    Bind unused = bind.moment(saved.isKept() ? until : null).moment(saved.isKept() ? null : until);
  }

  private void outcome(Saved saved, JobEnd end) throws SQLException {
    Bind bind =
        statements
            .bind(Sql.INSERT_OUTCOME)
            .name(end.reason())
            .text(end.cancelledBy().map(Enum::name))
            .text(end.text())
            .flag(end.truncated())
            .text(end.data())
            .number(
                end.exit().isPresent() && end.exit().get().code().isPresent()
                    ? (Long) (long) end.exit().get().code().getAsInt()
                    : null)
            .text(end.exit().flatMap(exit -> exit.signal()));
    after(bind, saved);
  }

  /** What comes after the end, or may. */
  private static void after(Bind bind, Saved saved) throws SQLException {
    Progress progress = saved.run().state().progress();
    int unused =
        bind.text(saved.run().state().lateText())
            .text(progress == null ? null : progress.text())
            .text(progress == null ? null : progress.details().orElse(null))
            .number(progress == null ? null : (Long) progress.number())
            .moment(progress == null ? null : progress.at())
            .number(saved.run().registration().sequence())
            .run();
  }

  void count(Counters counters) throws SQLException {
    statements
        .bind(Sql.UPDATE_COUNTER)
        .number(counters.nextId())
        .number(counters.nextSequence())
        .number(counters.ends())
        .number(counters.lastLease())
        .run();
  }

  /** What was written since the last commit is not there. */
  void forget() {
    queries.policies.forget();
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
      PreparedStatement select = statements.of(Sql.OVER);
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
    return queries.list(statements.of(Sql.UNDER_WAY));
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
    try (ResultSet row = statements.of(Sql.SELECT_COUNTER).executeQuery()) {
      Columns columns = new Columns(row);
      return new Counters(columns.number(), columns.number(), columns.number(), columns.number());
    }
  }
}
