/**
 * The SQLite store: the tables of the core in memory, and every change of theirs in a file. Used by
 * {@link dev.errand.sql.SqlJobStore} only. Begin with {@link dev.errand.sql.sqlite.SqliteStore};
 * all SQL that it runs stands in {@link dev.errand.sql.sqlite.Sql}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql.sqlite;
