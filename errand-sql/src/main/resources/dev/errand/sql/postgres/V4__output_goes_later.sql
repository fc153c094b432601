-- The chunks of a copy go a little after their run, those of a few runs at a time. In one statement with it, the
-- chunks of five hundred runs kept everybody from committing for seconds.

-- Runs that are gone, and whose chunks are not.
CREATE TABLE forgotten_output (
  seq  bigint  PRIMARY KEY
);

ALTER TABLE output DROP CONSTRAINT output_seq_fkey;

-- Whoever deletes a run leaves this note, also a program that knows an older schema, or a person.
CREATE FUNCTION note_forgotten_output() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.forgotten_output VALUES ($1) ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA)
  USING OLD.seq;
  RETURN NULL;
END
$$;

CREATE TRIGGER note_forgotten_output
AFTER DELETE ON printed
FOR EACH ROW EXECUTE FUNCTION note_forgotten_output();
