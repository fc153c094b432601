package dev.errand.sql.rows;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The prepared statements of one connection, by their texts; each is prepared once. */
public final class Statements {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final int MOST_PREPARED = 100;

  private final Connection connection;
  private final TextCodec codec;

  /** Those that were used lately: scripts are many, made of the same few statements. */
  private final Map<String, PreparedStatement> prepared =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
          if (size() <= MOST_PREPARED) {
            return false;
          }
          close(eldest.getValue());
          return true;
        }
      };

  /**
   * What is collected; null where nothing is. In the order of the alphabet, so that there are few
   * different scripts: what is deleted first, since its id may be somebody else's by now.
   */
  private final @Nullable SortedMap<String, RowSet> collected;

  private Statements(
      Connection connection, TextCodec codec, @Nullable SortedMap<String, RowSet> collected) {
    this.connection = connection;
    this.codec = codec;
    this.collected = collected;
  }

  /** Statements that run when they are bound. */
  public static Statements atOnce(Connection connection) {
    return new Statements(connection, TextCodec.PLAIN, null);
  }

  /**
   * Changes that are collected until {@link #flush}, by statements: where the database is far away,
   * what counts is how often it is asked.
   */
  public static Statements collecting(Connection connection, TextCodec codec) {
    return new Statements(connection, codec, new TreeMap<>());
  }

  TextCodec codec() {
    return codec;
  }

  /** Runs what was collected. */
  public void flush() throws SQLException {
    if (collected != null && !collected.isEmpty()) {
      script().run();
    }
  }

  /** What was collected, to be run with more. */
  public Script script() {
    Script script = new Script(connection, this);
    if (collected != null) {
      collected.values().forEach(rows -> rows.addTo(script));
      collected.clear();
    }
    return script;
  }

  /** The statement of this text. */
  public PreparedStatement of(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** The statement of this text, its parameters to be bound. */
  public Bind bind(String sql) throws SQLException {
    return collected == null
        ? new StatementBind(of(sql))
        : collected.computeIfAbsent(sql, any -> new RowSet(sql, codec));
  }

  /** Runs a statement that has no parameters. */
  public void run(String sql) throws SQLException {
    int unused = of(sql).executeUpdate();
  }

  /**
   * Prepares all of them anew: the driver leaves one that has failed in a state that nobody can
   * use.
   */
  public void renew() {
    prepared.values().forEach(Statements::close);
    prepared.clear();
    if (collected != null) {
      collected.clear();
    }
  }

  private static void close(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException failed) {
      LOG.log(Level.DEBUG, "A statement has failed and is closed", failed);
    }
  }
}
