package dev.errand.sql.rows;

import dev.errand.Admission;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.HandlerCall;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.internal.table.Saved;
import dev.errand.internal.table.Saved.SavedHolder;
import dev.errand.internal.table.Saved.SavedLetter;
import dev.errand.spi.Mail;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunState;
import dev.errand.spi.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes runs of rows, in the order of the columns that {@link Sql} selects. */
final class RunRows {
  private final Sql sql;
  private final Policies policies;
  private final TextCodec codec;

  RunRows(Sql sql, Policies policies, TextCodec codec) {
    this.sql = sql;
    this.policies = policies;
    this.codec = codec;
  }

  Saved read(ResultSet row) throws SQLException {
    Columns columns = new Columns(row, codec);
    long sequence = columns.number();
    String id = columns.text();
    String runId = columns.text();
    Optional<String> owner = columns.optionalText();
    String type = columns.text();
    String label = columns.text();
    String registrar = columns.text();
    Instant registeredAt = columns.moment();
    String handler = columns.textOrNull();
    String payload = columns.textOrNull();
    Terms terms = terms(columns);
    boolean isAutomatic = columns.flag();
    Registration registration =
        new Registration(
            id,
            RunId.parse(runId).orElseThrow(() -> new SQLException(runId + " is no run id")),
            sequence,
            owner,
            type,
            label,
            Optional.ofNullable(handler)
                .map(name -> HandlerCall.of(name, payload == null ? "" : payload)),
            terms,
            registrar,
            registeredAt);
    State state = new State(columns);
    Mail mail = mail(columns);
    SavedLetter letter = letter(columns);
    List<SavedHolder> holders = List.of();
    if (sql.isShared()) {
      holders = HolderText.read(columns.textOrNull());
      letter = letter.deliveredBy(columns.textOrNull());
    }
    Long endSequence = columns.numberOrNull();
    Instant forgetAt = columns.momentOrNull();
    Instant deadUntil = columns.momentOrNull();
    return new Saved(
        new Run(registration, state.with(columns), mail),
        isAutomatic,
        endSequence == null ? 0 : endSequence,
        mail.isUnderWay() ? letter : null,
        holders,
        deadUntil == null ? forgetAt : deadUntil);
  }

  private Terms terms(Columns columns) throws SQLException {
    long policy = columns.number();
    return new Terms(
        columns.count(),
        Admission.valueOf(columns.text()),
        columns.optionalSpan(),
        columns.optionalSpan(),
        columns.optionalSpan(),
        columns.optionalText(),
        policies.policy(policy));
  }

  private static Mail mail(Columns columns) throws SQLException {
    return new Mail(
        DeliveryStatus.valueOf(columns.text()),
        columns.count(),
        columns.count(),
        columns.number(),
        columns.momentOrNull(),
        columns.textOrNull());
  }

  private static SavedLetter letter(Columns columns) throws SQLException {
    return new SavedLetter(
        columns.momentOrNull(),
        columns.flag(),
        columns.flag(),
        columns.momentOrNull(),
        columns.momentOrNull(),
        columns.momentOrNull(),
        null);
  }

  /** How a run stands; how it ended comes from another table, and later. */
  private static final class State {
    private final JobStatus status;
    private final int epoch;
    private final int reruns;
    private final @Nullable String worker;
    private final @Nullable Instant startedAt;
    private final @Nullable Instant endedAt;
    private final @Nullable Instant settledAt;
    private final boolean occupying;

    State(Columns columns) throws SQLException {
      status = JobStatus.valueOf(columns.text());
      epoch = columns.count();
      reruns = columns.count();
      worker = columns.textOrNull();
      startedAt = columns.momentOrNull();
      endedAt = columns.momentOrNull();
      settledAt = columns.momentOrNull();
      occupying = columns.flag();
    }

    RunState with(Columns columns) throws SQLException {
      JobEnd end = end(columns);
      return new RunState(
          status,
          epoch,
          reruns,
          worker,
          startedAt,
          end,
          endedAt,
          settledAt,
          occupying,
          columns.textOrNull(),
          progress(columns));
    }
  }

  private static @Nullable JobEnd end(Columns columns) throws SQLException {
    String reason = columns.textOrNull();
    if (reason == null) {
      Columns unused = columns.skip(6);
      return null;
    }
    Optional<CancelledBy> by = columns.optionalText().map(CancelledBy::valueOf);
    String text = columns.text();
    boolean truncated = columns.flag();
    Optional<String> data = columns.optionalText();
    Long code = columns.numberOrNull();
    String signal = columns.textOrNull();
    Exit exit = code == null ? null : Exit.withCode(code.intValue());
    if (signal != null) {
      exit = Exit.bySignal(signal);
    }
    return new JobEnd(
        EndReason.valueOf(reason), by, text, truncated, data, Optional.ofNullable(exit));
  }

  private static @Nullable Progress progress(Columns columns) throws SQLException {
    String text = columns.textOrNull();
    Optional<String> details = columns.optionalText();
    long number = columns.number();
    Instant at = columns.momentOrNull();
    return text == null || at == null ? null : new Progress(text, details, number, at);
  }
}
