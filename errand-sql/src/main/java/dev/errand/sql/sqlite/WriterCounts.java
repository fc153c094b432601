package dev.errand.sql.sqlite;

/**
 * What a writer has done so far.
 *
 * @param commits how many transactions
 * @param steps how many steps were in them
 * @param rows how many rows these have written
 */
public record WriterCounts(long commits, long steps, long rows) {}
