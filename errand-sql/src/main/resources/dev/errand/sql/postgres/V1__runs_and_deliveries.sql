-- One row for each run; its one delivery is part of it. Moments are nanoseconds since 1970 (UTC), as the
-- database's clock says. What is read with forget_at IS NULL is what something may still happen to: it is
-- in the memory of each worker, too.

CREATE TABLE policy (
  id            bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  parks         bigint  NOT NULL,  -- whether mail without a sink waits for one
  retention     text    NOT NULL,  -- durations as in ISO 8601
  max_attempts  bigint  NOT NULL,
  delivery_ttl  text    NOT NULL,
  max_reruns    bigint  NOT NULL,
  adopted       bigint  NOT NULL,
  UNIQUE (parks, retention, max_attempts, delivery_ttl, max_reruns, adopted)
);

CREATE TABLE run (
  seq               bigint  PRIMARY KEY,  -- the order of registration
  id                text    NOT NULL,
  run_id            text    NOT NULL,
  owner             text COLLATE "C",     -- so that children stand behind their parents
  type              text    NOT NULL,
  label             text    NOT NULL,
  registrar         text    NOT NULL,     -- the worker that registered it
  registered_at     bigint  NOT NULL,
  handler           text,                 -- NULL: a closure, which only the registrar has
  policy_id         bigint  NOT NULL,
  priority          bigint  NOT NULL,
  admission         text    NOT NULL,
  start_after       text,
  queue_timeout     text,
  timeout           text,
  idempotency_key   text,
  is_automatic      bigint  NOT NULL,     -- whether its id is one of those that count up
  preferred_number  bigint ,              -- N of an id bg_N that was asked for
  id_base           text,                 -- an id build-3 is build and 3
  id_suffix         bigint ,

  status            text    NOT NULL,
  epoch             bigint  NOT NULL,     -- attempts begun
  reruns            bigint  NOT NULL,     -- attempts lost with their worker
  worker            text,
  started_at        bigint ,
  ended_at          bigint ,
  settled_at        bigint ,
  occupying         bigint  NOT NULL,     -- whether it counts against what may run
  end_seq           bigint ,              -- the order of ends

  delivery          text    NOT NULL,
  holds             bigint  NOT NULL,
  attempts          bigint  NOT NULL,
  lease             bigint  NOT NULL,
  next_attempt_at   bigint ,
  last_error        text,
  due_since         bigint ,
  accepted          bigint  NOT NULL,     -- whether somebody could have taken it once
  alone             bigint  NOT NULL,     -- whether it must not be part of a batch
  first_attempt_at  bigint ,              -- time held is added
  held_since        bigint ,
  timer_at          bigint ,              -- its retry, or the end of a reader's lease
  holders           text,                 -- who holds it back: a line each, the worker first
  courier           text,                 -- the worker whose sink is being called with it

  forget_at         bigint ,              -- set once nothing more happens to it
  dead_until        bigint                -- until when a dead letter is kept
) WITH (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

CREATE UNIQUE INDEX run_by_id        ON run (id);
CREATE INDEX run_by_owner            ON run (owner, end_seq) WHERE end_seq IS NOT NULL;
CREATE INDEX run_not_ended           ON run (seq) WHERE end_seq IS NULL;
CREATE INDEX run_by_end              ON run (end_seq) WHERE end_seq IS NOT NULL;
CREATE INDEX run_by_forget_at        ON run (forget_at) WHERE forget_at IS NOT NULL;
CREATE INDEX run_under_way           ON run (dead_until NULLS FIRST, seq) WHERE forget_at IS NULL;
CREATE INDEX run_by_key              ON run (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX run_by_suffix           ON run (id_base, id_suffix) WHERE id_base IS NOT NULL;
CREATE INDEX run_by_preferred_number ON run (preferred_number) WHERE preferred_number IS NOT NULL;

-- How a run ended. A table of its own, so that what happens to the delivery does not write a long
-- text again.
CREATE TABLE outcome (
  seq               bigint  PRIMARY KEY,
  reason            text    NOT NULL,
  cancelled_by      text,
  text              text    NOT NULL,
  truncated         bigint  NOT NULL,
  data              text,
  exit_code         bigint ,
  exit_signal       text,
  late_text         text,
  progress_text     text,
  progress_details  text,
  progress_number   bigint ,
  progress_at       bigint 
);

-- What the body of a run has said last, while the run has not ended; then it is part of the outcome. A
-- table of its own, so that a report each second does not write the run again.
CREATE TABLE progress (
  seq      bigint  PRIMARY KEY,
  text     text    NOT NULL,
  details  text,
  number   bigint  NOT NULL,
  at       bigint  NOT NULL
) WITH (fillfactor = 50);

-- The input of a handler.
CREATE TABLE payload (
  seq      bigint  PRIMARY KEY,
  payload  text NOT NULL
);

-- What was committed, one row for each commit, in their order: how workers follow each other. The latest
-- says how far the store has counted. Rows are only added, and the oldest removed, so that no row is
-- updated by everybody.
CREATE TABLE change (
  version        bigint   PRIMARY KEY,
  member         bigint   NOT NULL,     -- whose commit it is
  runs           bigint[] NOT NULL,     -- what was changed
  gone           bigint[] NOT NULL,     -- what was forgotten, and its ids
  gone_ids       text[]   NOT NULL,
  routes         text[]   NOT NULL,     -- whose sinks have changed
  next_id        bigint   NOT NULL,
  next_sequence  bigint   NOT NULL,
  ends           bigint   NOT NULL,
  last_lease     bigint   NOT NULL,
  last_route     bigint   NOT NULL,
  at             bigint   NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

INSERT INTO change VALUES (0, 0, '{}', '{}', '{}', '{}', 1, 1, 0, 0, 0, 0);

-- Who has the sink for whose mail.
CREATE TABLE route (
  audience  text    PRIMARY KEY,         -- "all", "unowned", "owner NAME"
  worker    text    NOT NULL,
  token     bigint  NOT NULL
);

-- Processes that have the store open, or had.
CREATE TABLE member (
  id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host       text    NOT NULL,           -- whose processes it can find again
  server     timestamptz NOT NULL,       -- the start of the server under which it took its lock
  epoch      bigint  NOT NULL,           -- how often it has taken it
  beat       bigint  NOT NULL,           -- when it was heard of last
  lease      bigint  NOT NULL,           -- for how long it lives without being heard of, in ns
  left_at    bigint                      -- when it closed, or was found dead
) WITH (fillfactor = 50);

-- Managers in those processes.
CREATE TABLE worker (
  id      text    PRIMARY KEY,
  member  bigint  NOT NULL,
  left_at bigint                         -- when it was closed, its process going on
);

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
  to_timestamp(r.registered_at / 1e9) AS registered_at,
  to_timestamp(r.started_at / 1e9) AS started_at,
  to_timestamp(r.ended_at / 1e9) AS ended_at,
  to_timestamp(r.settled_at / 1e9) AS settled_at,
  r.epoch AS attempts,
  r.handler,
  r.delivery,
  o.text,
  o.data,
  o.late_text,
  to_timestamp(r.forget_at / 1e9) AS forgotten_at
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
  to_timestamp(r.next_attempt_at / 1e9) AS next_attempt_at,
  r.last_error,
  to_timestamp(r.due_since / 1e9) AS due_since,
  to_timestamp(r.dead_until / 1e9) AS dead_until,
  o.text
FROM run r
JOIN outcome o ON o.seq = r.seq
WHERE r.delivery <> 'NEVER_DUE'
ORDER BY r.end_seq;
