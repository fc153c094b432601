package dev.errand.sql.rows;

import dev.errand.HandlerCall;
import dev.errand.JobEnd;
import dev.errand.Progress;
import dev.errand.internal.table.Saved;
import dev.errand.internal.table.Saved.SavedLetter;
import dev.errand.internal.table.SuffixedId;
import dev.errand.spi.Mail;
import dev.errand.spi.Registration;
import dev.errand.spi.RunState;
import dev.errand.spi.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes runs into their tables: whole ones, or what of them has changed. */
public final class RowWriter {
  private final Sql sql;
  private final Statements statements;
  private final Policies policies;

  /** A writer over a connection. */
  public RowWriter(Sql sql, Statements statements, Policies policies) {
    this.sql = sql;
    this.statements = statements;
    this.policies = policies;
  }

  /** A run that is new. */
  public void insert(Saved saved) throws SQLException {
    Registration run = saved.run().registration();
    Terms terms = run.terms();
    SuffixedId suffixed = saved.isAutomatic() ? null : SuffixedId.parse(run.id());
    long policy = policies.idOf(terms.policy());
    Bind bind =
        statements
            .bind(sql.insertRun())
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
    progress(run.sequence(), null, saved.run().state());
  }

  private static @Nullable Long preferredNumber(Saved saved) {
    long number = saved.run().registration().automaticNumber();
    return saved.isAutomatic() || number == 0 ? null : (Long) number;
  }

  /** A run that has changed. */
  @SuppressWarnings(
      "ReferenceEquality") // what is not the same object has been through a transition
  public void update(Saved before, Saved after) throws SQLException {
    RunState state = after.run().state();
    RunState former = before.run().state();
    progress(after.run().registration().sequence(), former, state);
    if (isReport(before, after)) {
      return;
    }
    boolean hasNewState = state != former;
    boolean hasEnded = before.endSequence() != after.endSequence();
    boolean isKeptAnew = !Objects.equals(before.keptUntil(), after.keptUntil());
    Bind bind = statements.bind(sql.updateRun(hasNewState, hasEnded, isKeptAnew));
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

  /** Whether a body has said something, and nothing else has happened. */
  private static boolean isReport(Saved before, Saved after) {
    Progress latest = latest(after.run().state());
    return latest != null
        && !latest.equals(before.run().state().progress())
        && before.with(before.run().with(latest)).equals(after);
  }

  /** What a body has said, while its run has not ended; after that it is part of the outcome. */
  private void progress(long sequence, @Nullable RunState before, RunState after)
      throws SQLException {
    Progress former = before == null ? null : latest(before);
    Progress latest = latest(after);
    if (!sql.isShared() || Objects.equals(former, latest)) {
      return;
    }
    if (latest == null) {
      int unused = statements.bind(Sql.DELETE_PROGRESS).number(sequence).run();
    } else {
      int unused =
          statements
              .bind(former == null ? Sql.INSERT_PROGRESS : Sql.UPDATE_PROGRESS)
              .text(latest.text())
              .text(latest.details())
              .number(latest.number())
              .moment(latest.at())
              .number(sequence)
              .run();
    }
  }

  private static @Nullable Progress latest(RunState state) {
    return state.end() == null ? state.progress() : null;
  }

  /** A run that is forgotten. */
  public void delete(Saved saved) throws SQLException {
    long sequence = saved.run().registration().sequence();
    int unused = statements.bind(Sql.DELETE_RUN).number(sequence).run();
    if (saved.run().state().end() != null) {
      statements.bind(Sql.DELETE_OUTCOME).number(sequence).run();
    }
    if (sql.isShared() && latest(saved.run().state()) != null) {
      statements.bind(Sql.DELETE_PROGRESS).number(sequence).run();
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

  private void mail(Bind bind, Saved saved) throws SQLException {
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
    if (sql.isShared()) {
      Bind unusedToo =
          bind.text(HolderText.of(saved.holders())).text(letter == null ? null : letter.courier());
    }
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
}
