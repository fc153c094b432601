package dev.errand.sql.rows;

import java.io.Serial;
import java.sql.SQLException;

/** What the database said no to, on its way through code that knows nothing of databases. */
public final class SqlFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final SQLException why;

  /** Carries it. */
  public SqlFailure(SQLException why) {
    super(why.getMessage(), why);
    this.why = why;
  }

  /** Something that can be tried with a database. */
  public interface Attempt<T> {
    /** Makes it. */
    T make() throws SQLException;
  }

  /** The answer; what the database said no to becomes one of these. */
  public static <T> T orFailure(Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  /** What the database said, if that is what this is about. */
  public static Throwable causeOf(Throwable failure) {
    return failure instanceof SqlFailure known ? known.why : failure;
  }
}
