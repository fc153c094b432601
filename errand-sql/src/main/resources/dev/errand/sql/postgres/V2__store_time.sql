-- The time of the store as a process had it when it was heard of last: whoever comes takes it over, whatever
-- was done to the clock of the server meanwhile. Programs that know schema 1 only leave it empty.
ALTER TABLE member ADD COLUMN store_time bigint;
