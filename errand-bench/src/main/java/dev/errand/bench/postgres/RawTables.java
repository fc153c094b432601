package dev.errand.bench.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables {@code run} and {@code outcome} of the SQLite store, in the words of PostgreSQL, with
 * the same columns and indices. No foreign keys: bare is bare.
 */
final class RawTables {
  private static final String SCHEMA =
      """
      CREATE TABLE run (
        seq               bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id                text    NOT NULL,
        run_id            text    NOT NULL,
        owner             text,
        type              text    NOT NULL,
        label             text    NOT NULL,
        registrar         text    NOT NULL,
        registered_at     timestamptz NOT NULL,
        handler           text,
        policy_id         integer NOT NULL,
        priority          integer NOT NULL,
        admission         text    NOT NULL,
        start_after       text,
        queue_timeout     text,
        timeout           text,
        idempotency_key   text,
        is_automatic      boolean NOT NULL,
        preferred_number  bigint,
        id_base           text,
        id_suffix         bigint,

        status            text    NOT NULL,
        epoch             integer NOT NULL,
        reruns            integer NOT NULL,
        worker            text,
        started_at        timestamptz,
        ended_at          timestamptz,
        settled_at        timestamptz,
        occupying         boolean NOT NULL,
        end_seq           bigint,

        delivery          text    NOT NULL,
        holds             integer NOT NULL,
        attempts          integer NOT NULL,
        lease             bigint  NOT NULL,
        next_attempt_at   timestamptz,
        last_error        text,
        due_since         timestamptz,
        accepted          boolean NOT NULL,
        alone             boolean NOT NULL,
        first_attempt_at  timestamptz,
        held_since        timestamptz,
        timer_at          timestamptz,

        forget_at         timestamptz,
        dead_until        timestamptz
      );

      CREATE UNIQUE INDEX run_by_id        ON run (id);
      CREATE INDEX run_by_owner            ON run (owner, end_seq) WHERE end_seq IS NOT NULL;
      CREATE INDEX run_not_ended           ON run (seq) WHERE end_seq IS NULL;
      CREATE INDEX run_by_end              ON run (end_seq) WHERE end_seq IS NOT NULL;
      CREATE INDEX run_by_forget_at        ON run (forget_at);
      CREATE INDEX run_by_key              ON run (idempotency_key) WHERE idempotency_key IS NOT NULL;
      CREATE INDEX run_by_suffix           ON run (id_base, id_suffix) WHERE id_base IS NOT NULL;
      CREATE INDEX run_by_preferred_number ON run (preferred_number) WHERE preferred_number IS NOT NULL;
      CREATE INDEX run_held                ON run (seq) WHERE holds > 0;
      -- SQLite's store has these two in memory.
      CREATE INDEX run_queued              ON run (seq) WHERE status = 'QUEUED';
      CREATE INDEX run_due                 ON run (owner, due_since) WHERE delivery = 'WAITING';

      CREATE TABLE outcome (
        seq               bigint  PRIMARY KEY,
        reason            text    NOT NULL,
        cancelled_by      text,
        text              text    NOT NULL,
        truncated         boolean NOT NULL,
        data              text,
        exit_code         integer,
        exit_signal       text,
        late_text         text,
        progress_text     text,
        progress_details  text,
        progress_number   bigint,
        progress_at       timestamptz
      );

      CREATE SEQUENCE run_end;
      """;

  static void create(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
  }

  private RawTables() {}
}
