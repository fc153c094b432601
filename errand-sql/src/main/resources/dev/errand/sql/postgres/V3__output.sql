-- Copies of what commands print, for machines that have not the files. Written beside the commits, and no
-- truth: nobody follows them. They go with their run, whoever deletes that, also a program that
-- knows schema 1 or 2 only.

-- How far the copy of a run goes. Chunks belong to this row and not to the run's, so that none of them
-- looks at, and locks, a row that commits write.
CREATE TABLE printed (
  seq        bigint   PRIMARY KEY REFERENCES run (seq) ON DELETE CASCADE,
  size       bigint   NOT NULL,  -- bytes printed up to its end
  gone_from  bigint   NOT NULL,  -- the part in the middle that is not there; none if both are the same
  gone_to    bigint   NOT NULL,
  whole      boolean  NOT NULL   -- whether the run has ended and all was seen
) WITH (fillfactor = 50);

CREATE INDEX printed_not_whole ON printed (seq) WHERE NOT whole;

-- The bytes, at most 65,536 in a row. Behind the first of a row come those that follow it.
CREATE TABLE output (
  seq    bigint  NOT NULL REFERENCES printed (seq) ON DELETE CASCADE,
  start  bigint  NOT NULL,
  bytes  bytea   NOT NULL,
  PRIMARY KEY (seq, start)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
