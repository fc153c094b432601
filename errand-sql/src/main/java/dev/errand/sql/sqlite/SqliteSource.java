package dev.errand.sql.sqlite;

import dev.errand.sql.posting.Readers;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.Sql;
import dev.errand.sql.rows.TextCodec;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection that one thread asks, for as long as the store is open. */
final class SqliteSource implements Readers.Source {
  private final Queries queries;

  SqliteSource(Connection connection) {
    this.queries = new Queries(Sql.SQLITE, connection, TextCodec.PLAIN);
  }

  @Override
  public <T> T answer(Readers.Question<T> question) throws SQLException {
    boolean done = false;
    try {
      T answer = question.ask(queries);
      done = true;
      return answer;
    } finally {
      if (!done) {
        queries.statements().renew();
      }
    }
  }
}
