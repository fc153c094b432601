/**
 * What one PostgreSQL server and this machine give: bare SQL, and others who run jobs on
 * PostgreSQL. Begin with {@link dev.errand.bench.postgres.PostgresRatios}, which lets the {@link
 * dev.errand.bench.postgres.Contender}s take turns.
 */
package dev.errand.bench.postgres;
