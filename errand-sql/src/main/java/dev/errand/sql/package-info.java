/**
 * Stores that outlive the process. Users name a store here, {@link dev.errand.sql.SqlJobStore}, and
 * hand it to the manager; how it works is in {@code dev.errand.sql.sqlite}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.sql;
