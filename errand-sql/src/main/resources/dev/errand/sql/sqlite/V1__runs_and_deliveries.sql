-- One row for each run; its one delivery is part of it. Moments are nanoseconds since 1970 (UTC).
-- What is read with forget_at IS NULL is what something may still happen to: it is in memory, too.

CREATE TABLE policy (
  id            INTEGER PRIMARY KEY,
  parks         INTEGER NOT NULL,  -- whether mail without a sink waits for one
  retention     TEXT    NOT NULL,  -- durations as in ISO 8601
  max_attempts  INTEGER NOT NULL,
  delivery_ttl  TEXT    NOT NULL,
  max_reruns    INTEGER NOT NULL,
  adopted       INTEGER NOT NULL,
  UNIQUE (parks, retention, max_attempts, delivery_ttl, max_reruns, adopted)
) STRICT;

CREATE TABLE run (
  seq               INTEGER PRIMARY KEY,  -- the order of registration
  id                TEXT    NOT NULL,
  run_id            TEXT    NOT NULL,
  owner             TEXT,
  type              TEXT    NOT NULL,
  label             TEXT    NOT NULL,
  registrar         TEXT    NOT NULL,     -- the worker that registered it
  registered_at     INTEGER NOT NULL,
  handler           TEXT,                 -- NULL: a closure, which only the registrar has
  policy_id         INTEGER NOT NULL REFERENCES policy,
  priority          INTEGER NOT NULL,
  admission         TEXT    NOT NULL,
  start_after       TEXT,
  queue_timeout     TEXT,
  timeout           TEXT,
  idempotency_key   TEXT,
  is_automatic      INTEGER NOT NULL,     -- whether its id is one of those that count up
  preferred_number  INTEGER,              -- N of an id bg_N that was asked for
  id_base           TEXT,                 -- an id build-3 is build and 3
  id_suffix         INTEGER,

  status            TEXT    NOT NULL,
  epoch             INTEGER NOT NULL,     -- attempts begun
  reruns            INTEGER NOT NULL,     -- attempts lost with their worker
  worker            TEXT,
  started_at        INTEGER,
  ended_at          INTEGER,
  settled_at        INTEGER,
  occupying         INTEGER NOT NULL,     -- whether it counts against what may run
  end_seq           INTEGER,              -- the order of ends

  delivery          TEXT    NOT NULL,
  holds             INTEGER NOT NULL,
  attempts          INTEGER NOT NULL,
  lease             INTEGER NOT NULL,
  next_attempt_at   INTEGER,
  last_error        TEXT,
  due_since         INTEGER,
  accepted          INTEGER NOT NULL,     -- whether somebody could have taken it once
  alone             INTEGER NOT NULL,     -- whether it must not be part of a batch
  first_attempt_at  INTEGER,              -- time held is added
  held_since        INTEGER,
  timer_at          INTEGER,              -- its retry, or the end of a reader's lease

  forget_at         INTEGER,              -- set once nothing more happens to it
  dead_until        INTEGER               -- until when a dead letter is kept
) STRICT;

CREATE UNIQUE INDEX run_by_id        ON run (id);
CREATE INDEX run_by_owner            ON run (owner, end_seq) WHERE end_seq IS NOT NULL;
CREATE INDEX run_not_ended           ON run (seq) WHERE end_seq IS NULL;
CREATE INDEX run_by_end              ON run (end_seq) WHERE end_seq IS NOT NULL;
CREATE INDEX run_by_forget_at        ON run (forget_at);
CREATE INDEX run_by_key              ON run (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX run_by_suffix           ON run (id_base, id_suffix) WHERE id_base IS NOT NULL;
CREATE INDEX run_by_preferred_number ON run (preferred_number) WHERE preferred_number IS NOT NULL;
CREATE INDEX run_held                ON run (seq) WHERE holds > 0;

-- How a run ended. A table of its own, so that what happens to the delivery does not write a long
-- text again.
CREATE TABLE outcome (
  seq               INTEGER PRIMARY KEY REFERENCES run,
  reason            TEXT    NOT NULL,
  cancelled_by      TEXT,
  text              TEXT    NOT NULL,
  truncated         INTEGER NOT NULL,
  data              TEXT,
  exit_code         INTEGER,
  exit_signal       TEXT,
  late_text         TEXT,
  progress_text     TEXT,
  progress_details  TEXT,
  progress_number   INTEGER,
  progress_at       INTEGER
) STRICT;

-- The input of a handler.
CREATE TABLE payload (
  seq      INTEGER PRIMARY KEY REFERENCES run,
  payload  TEXT NOT NULL
) STRICT;

-- How far the store has counted: nothing is given out twice.
CREATE TABLE counter (
  only           INTEGER PRIMARY KEY CHECK (only = 1),
  next_id        INTEGER NOT NULL,
  next_sequence  INTEGER NOT NULL,
  ends           INTEGER NOT NULL,
  last_lease     INTEGER NOT NULL
) STRICT;

INSERT INTO counter VALUES (1, 1, 1, 0, 0);

-- For people: the same in words.
CREATE VIEW jobs AS
SELECT
  r.id,
  r.run_id,
  r.owner,
  r.type,
  r.label,
  r.status,
  o.reason AS end_reason,
  o.cancelled_by,
  o.exit_code,
  o.exit_signal,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.registered_at / 1000000000.0, 'unixepoch') AS registered_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1000000000.0, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.ended_at / 1000000000.0, 'unixepoch') AS ended_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.settled_at / 1000000000.0, 'unixepoch') AS settled_at,
  r.epoch AS attempts,
  r.handler,
  r.delivery,
  o.text,
  o.data,
  o.late_text,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.forget_at / 1000000000.0, 'unixepoch') AS forgotten_at
FROM run r
LEFT JOIN outcome o ON o.seq = r.seq
ORDER BY r.seq;

CREATE VIEW deliveries AS
SELECT
  'd-' || r.run_id AS delivery_id,
  r.id AS job_id,
  r.run_id,
  r.owner,
  r.delivery AS state,
  r.holds > 0 AS held,
  r.attempts,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.next_attempt_at / 1000000000.0, 'unixepoch') AS next_attempt_at,
  r.last_error,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.due_since / 1000000000.0, 'unixepoch') AS due_since,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.dead_until / 1000000000.0, 'unixepoch') AS dead_until,
  o.text
FROM run r
JOIN outcome o ON o.seq = r.seq
WHERE r.delivery <> 'NEVER_DUE'
ORDER BY r.end_seq;
