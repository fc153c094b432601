/** Stores that keep background jobs in a database, so that they outlive the process. */
@SuppressWarnings("requires-automatic") // the drivers have names, but no descriptors
module dev.errand.sql {
  requires dev.errand.core;
  requires transitive java.sql;
  requires org.postgresql.jdbc;
  requires org.xerial.sqlitejdbc;
  requires static org.jspecify;

  exports dev.errand.sql;
}
