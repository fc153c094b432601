/**
 * Steps and questions on their way to the thread that has the store: {@link
 * dev.errand.sql.posting.Writer} applies steps, many in a commit, {@link
 * dev.errand.sql.posting.Readers} ask the database. For the stores beside this package only.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql.posting;
