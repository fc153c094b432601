package dev.errand.sql.postgres;

import dev.errand.sql.posting.Readers;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connection of one thread, opened when it is asked for and again when it was lost. */
final class Link implements Readers.Source {
  private static final Logger LOG = System.getLogger("dev.errand");

  private final Database database;
  private final String purpose;
  private final boolean autoCommit;
  private @Nullable Connection connection;
  private @Nullable Queries queries;

  Link(Database database, String purpose, boolean autoCommit) {
    this.database = database;
    this.purpose = purpose;
    this.autoCommit = autoCommit;
  }

  Connection connection() throws SQLException {
    Connection known = connection;
    if (known == null) {
      known = database.connect(purpose);
      known.setAutoCommit(autoCommit);
      connection = known;
      queries = new Queries(Sql.POSTGRES, known, PostgresText.INSTANCE);
    }
    return known;
  }

  Queries queries() throws SQLException {
    Connection unused = connection();
    return Objects.requireNonNull(queries);
  }

  /** A connection that was lost since the last question is no reason not to answer this one. */
  @Override
  public <T> T answer(Readers.Question<T> question) throws SQLException {
    try {
      return question.ask(queries());
    } catch (SQLException lost) {
      drop();
      if (!SqlState.isOfTheConnection(lost)) {
        throw lost;
      }
      return question.ask(queries());
    }
  }

  /** Whatever state it is in, the next one is new. */
  void drop() {
    Connection lost = connection;
    connection = null;
    queries = null;
    if (lost != null) {
      try {
        lost.close();
      } catch (SQLException gone) {
        LOG.log(Level.DEBUG, "A connection was gone already", gone);
      }
    }
  }
}
