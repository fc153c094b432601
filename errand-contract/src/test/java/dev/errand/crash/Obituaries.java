package dev.errand.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Who was taken for dead by the others: a trigger in the database keeps all of it. */
final class Obituaries {
  private static final String PLANT =
      """
      CREATE TABLE public.obituary (
        n       bigint  GENERATED ALWAYS AS IDENTITY,
        host    text    NOT NULL,
        member  bigint  NOT NULL,
        epoch   bigint  NOT NULL
      );
      CREATE FUNCTION public.obituary() RETURNS trigger AS $$
        BEGIN
          INSERT INTO public.obituary (host, member, epoch) VALUES (NEW.host, NEW.id, NEW.epoch);
          RETURN NEW;
        END $$ LANGUAGE plpgsql;
      CREATE TRIGGER obituary AFTER UPDATE OF left_at ON errand.member
        FOR EACH ROW WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL)
        EXECUTE FUNCTION public.obituary()
      """;

  /** With whether the same life has been a member again since: it had failed to open its store. */
  private static final String SELECT =
      """
      SELECT
        n, host, member, epoch,
        EXISTS (SELECT 1 FROM errand.member m WHERE m.host = o.host AND m.id > o.member)
      FROM public.obituary o
      WHERE n > ?
      ORDER BY n
      """;

  private final Lookout lookout;
  private final SharedPipe pipe;
  private long told;

  Obituaries(Lookout lookout, SharedPipe pipe) {
    this.lookout = lookout;
    this.pipe = pipe;
  }

  /** Begins to keep them; the tables of the store are there. */
  void plant() throws InterruptedException {
    boolean unused =
        lookout.ask(connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(PLANT);
          }
        });
  }

  /** Tells what is new. */
  synchronized void tell() throws InterruptedException {
    told = lookout.ask(this::tell);
  }

  private long tell(Connection connection) throws SQLException {
    long last = told;
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setLong(1, told);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          last = row.getLong(1);
          pipe.say(
              LifePlan.lifeOn(row.getString(2)),
              Kind.BURIED,
              "member",
              row.getString(3),
              "epoch",
              row.getString(4),
              "again",
              Boolean.toString(row.getBoolean(5)));
        }
      }
    }
    return last;
  }
}
