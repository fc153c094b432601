/**
 * The SQLite store: the tables of the core in memory, and every change of theirs in a file. Used by
 * {@link dev.errand.sql.SqlJobStore} only. Begin with {@link dev.errand.sql.sqlite.SqliteStore};
 * what it has in common with other databases is in {@code dev.errand.sql.rows} and {@code
 * dev.errand.sql.posting}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql.sqlite;
