/**
 * Runs as rows of tables, the same on each database: all SQL about them stands in {@link
 * dev.errand.sql.rows.Sql}, {@link dev.errand.sql.rows.RowWriter} writes them, {@link
 * dev.errand.sql.rows.Queries} reads them. For the stores beside this package only.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql.rows;
