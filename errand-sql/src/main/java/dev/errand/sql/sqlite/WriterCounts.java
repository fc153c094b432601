package dev.errand.sql.sqlite;

/**
 * What a writer has done so far.
 *
 * @param commits how many transactions
 * @param steps how many steps were in them
 */
public record WriterCounts(long commits, long steps) {}
