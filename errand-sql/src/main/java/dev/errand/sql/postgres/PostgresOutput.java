package dev.errand.sql.postgres;

import dev.errand.spi.RunOutput;
import dev.errand.sql.posting.Asking;
import dev.errand.sql.posting.Readers;
import dev.errand.sql.posting.StoreClock;
import dev.errand.sql.rows.Queries;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what runs print, in the database. They are written on a connection of their own, beside
 * the commits and not in their order, and read like everything else that is only in the database.
 */
final class PostgresOutput implements RunOutput {
  private static final Logger LOG = System.getLogger("dev.errand");

  /** The run, or what its copy belongs to, has been deleted meanwhile. */
  private static final String FOREIGN_KEY = "23503";

  private final Readers readers;
  private final Asking asking;
  private final StoreClock clock;
  private final Link link;
  private final Readers copier;

  private volatile boolean closed;

  /** Whether chunks may be there whose runs are forgotten; some may be from before. */
  private final AtomicBoolean isLeft = new AtomicBoolean(true);

  PostgresOutput(
      Database database,
      Readers readers,
      Asking asking,
      StoreClock clock,
      PostgresFailures failures) {
    this.readers = readers;
    this.asking = asking;
    this.clock = clock;
    this.link = new Link(database.forCopies(), "output", true);
    this.copier = new Readers("errand-postgres-output", List.of(link), failures);
  }

  void start() {
    copier.start();
  }

  void close() {
    closed = true;
    copier.close();
    link.drop();
  }

  @Override
  public Part read(Key run, long from, int most) {
    if (from < 0 || most < 0 || most > MOST) {
      throw new IllegalArgumentException("from " + from + ", most " + most);
    }
    return asking.await(readers.ask(queries -> read(queries, run, from, most)).answer);
  }

  private Part read(Queries queries, Key run, long from, int most) throws SQLException {
    PreparedStatement select = queries.statements().of(OutputSql.READ);
    select.setLong(1, clock.nanoTime());
    select.setLong(2, from - MOST);
    select.setLong(3, most == 0 ? Long.MIN_VALUE : from + most); // no chunk begins before that
    bind(select, 4, run);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return new Part(Optional.empty(), true, new byte[0]);
      }
      boolean over = row.getBoolean(1);
      if (!row.getBoolean(2)) {
        return new Part(Optional.empty(), over, new byte[0]);
      }
      Extent extent = new Extent(row.getLong(3), row.getLong(4), row.getLong(5), row.getBoolean(6));
      byte[] bytes = new byte[Math.clamp(extent.size() - from, 0, most)];
      do {
        byte[] chunk = row.getBytes(8);
        if (chunk != null) {
          put(chunk, row.getLong(7) - from, bytes);
        }
      } while (row.next());
      blank(bytes, extent, from);
      return new Part(Optional.of(extent), over, bytes);
    }
  }

  /** The part of a chunk that was asked for. */
  private static void put(byte[] chunk, long offset, byte[] bytes) {
    int skipped = (int) Math.max(0, -offset);
    int at = (int) Math.max(0, offset);
    int length = Math.min(chunk.length - skipped, bytes.length - at);
    if (length > 0) {
      System.arraycopy(chunk, skipped, bytes, at, length);
    }
  }

  /** A chunk on the border of what is gone is still there. */
  private static void blank(byte[] bytes, Extent extent, long from) {
    int begin = Math.clamp(extent.goneFrom() - from, 0, bytes.length);
    int end = Math.clamp(extent.goneTo() - from, 0, bytes.length);
    Arrays.fill(bytes, begin, end, (byte) 0);
  }

  @Override
  public boolean write(Key run, long size, Extent after, long from, byte[] bytes) {
    if (bytes.length > MOST) {
      throw new IllegalArgumentException(bytes.length + " bytes");
    }
    return asking.await(
        copier.ask(queries -> write(queries, run, size, after, from, bytes)).answer);
  }

  private static boolean write(
      Queries queries, Key run, long size, Extent after, long from, byte[] bytes)
      throws SQLException {
    PreparedStatement write = queries.statements().of(OutputSql.WRITE);
    bind(write, 1, run);
    write.setLong(3, size);
    write.setLong(4, after.goneFrom());
    write.setLong(5, after.goneTo());
    write.setLong(6, from);
    write.setBytes(7, bytes);
    write.setBoolean(8, bytes.length > 0);
    write.setLong(9, after.size());
    write.setLong(10, after.goneFrom());
    write.setLong(11, after.goneTo());
    write.setBoolean(12, after.whole());
    try {
      return write.executeUpdate() > 0;
    } catch (SQLException failed) {
      if (SqlState.of(failed).equals(FOREIGN_KEY)) {
        return false;
      }
      throw failed;
    }
  }

  @Override
  public List<Key> unfinished(String handler) {
    return asking.await(readers.ask(queries -> unfinished(queries, handler)).answer);
  }

  private static List<Key> unfinished(Queries queries, String handler) throws SQLException {
    PreparedStatement select = queries.statements().of(OutputSql.UNFINISHED);
    select.setString(1, PostgresText.INSTANCE.encode(handler));
    List<Key> keys = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        keys.add(new Key(decoded(row, 1), decoded(row, 2)));
      }
    }
    return keys;
  }

  private static String decoded(ResultSet row, int column) throws SQLException {
    return PostgresText.INSTANCE.decode(row.getString(column));
  }

  // ---- what is forgotten

  /** Runs were forgotten: their chunks are still there. */
  void runsAreForgotten() {
    isLeft.set(true);
  }

  /**
   * Removes chunks of runs that are forgotten, between those that come. What fails is tried again
   * with the next that is forgotten, here or in another process.
   */
  void tidy() {
    if (isLeft.getAndSet(false)) {
      var unused =
          readers
              .ask(PostgresOutput::isLeft)
              .answer
              .thenAccept(some -> {
                if (some) {
                  tidySome();
                }
              })
              .exceptionally(this::notTidied);
    }
  }

  private static boolean isLeft(Queries queries) throws SQLException {
    try (ResultSet row = queries.statements().of(OutputSql.IS_LEFT).executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void tidySome() {
    var unused =
        copier
            .ask(queries -> queries.statements().of(OutputSql.TIDY).executeUpdate())
            .answer
            .thenAccept(runs -> {
              if (runs > 0) {
                tidySome();
              }
            })
            .exceptionally(this::notTidied);
  }

  private @Nullable Void notTidied(Throwable why) {
    LOG.log(
        closed ? Level.DEBUG : Level.WARNING,
        "Copies of what forgotten jobs have printed were not removed; it is tried with the next",
        why);
    return null;
  }

  private static void bind(PreparedStatement statement, int first, Key run) throws SQLException {
    statement.setString(first, PostgresText.INSTANCE.encode(run.id()));
    statement.setString(first + 1, PostgresText.INSTANCE.encode(run.runId()));
  }
}
