/**
 * The PostgreSQL store: the tables of the core in the memory of each process, and one order of all
 * changes in the database. Used by {@link dev.errand.sql.SqlJobStore} only. Begin with {@link
 * dev.errand.sql.postgres.PostgresStore}, then {@link dev.errand.sql.postgres.BatchCommit} and
 * {@link dev.errand.sql.postgres.Follower}; who is alive is looked after by {@link
 * dev.errand.sql.postgres.Fleet}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql.postgres;
