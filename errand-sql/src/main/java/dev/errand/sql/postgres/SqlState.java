package dev.errand.sql.postgres;

import dev.errand.sql.rows.SqlFailure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL calls a failure. */
final class SqlState {

  /** Ours: others do not know yet that this process lives. */
  static final String TAKEN_FOR_DEAD = "ERR01";

  private SqlState() {}

  static SQLException takenForDead() {
    return new SQLException("this process was taken for dead", TAKEN_FOR_DEAD);
  }

  /** The five characters; empty if it is no failure of a database. */
  static String of(@Nullable Throwable failure) {
    return failure != null
            && SqlFailure.causeOf(failure) instanceof SQLException known
            && known.getSQLState() != null
        ? known.getSQLState()
        : "";
  }

  /** Whether it is known what failed, and so in which state the connection is. */
  static boolean isOfTheDatabase(Throwable failure) {
    return !of(failure).isEmpty();
  }

  /** Whether the connection is gone, or will be in a moment: the next one may fare better. */
  static boolean isOfTheConnection(Throwable failure) {
    String state = of(failure);
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("25P0");
  }

  /** Whether it is about what was to be written, so that others may fare better. */
  static boolean isOfTheData(@Nullable Throwable failure) {
    String state = of(failure);
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }
}
