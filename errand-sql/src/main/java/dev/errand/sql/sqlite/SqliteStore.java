package dev.errand.sql.sqlite;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import dev.errand.sql.Synchronous;
import dev.errand.sql.posting.Asking;
import dev.errand.sql.posting.GivenClock;
import dev.errand.sql.posting.Posted;
import dev.errand.sql.posting.PostedStep;
import dev.errand.sql.posting.Readers;
import dev.errand.sql.posting.StoreClock;
import dev.errand.sql.posting.Writer;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.Sql;
import dev.errand.sql.rows.SqlFailure;
import dev.errand.sql.rows.Statements;
import dev.errand.sql.rows.TextCodec;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A store in one SQLite file, for one process at a time. Steps are applied to the tables in memory
 * and written down by one thread, the {@link Writer}, many in a commit; they are answered after it.
 *
 * <p>What something may still happen to is in memory, and asked of the writer, between two commits;
 * what is kept is in the file, and asked there. So nobody sees what is not committed.
 */
public final class SqliteStore implements JobStore {
  private static final Logger LOG = System.getLogger("dev.errand");

  private static final Writer.Sharing SHARING = new Writer.Sharing(256, Duration.ZERO);

  private final TimeAndThreads time;
  private final StoreClock clock;
  private final SqliteFile file;
  private final SqliteFailures failures;
  private final Asking asking;
  private final Engine engine;
  private final GroupCommit commit;
  private final Writer writer;
  private final Readers readers;
  private final Hints hints = new Hints();

  private SqliteStore(SqliteFile file, TimeAndThreads time) throws SQLException {
    this.time = time;
    this.clock = new GivenClock(time);
    this.file = file;
    this.failures = new SqliteFailures(file.path());
    this.asking = new Asking(failures);
    Queries queries = new Queries(Sql.SQLITE, file.writer, TextCodec.PLAIN);
    SqliteArchive archive = new SqliteArchive(queries);
    this.engine = Engine.on(archive);
    load(archive, queries.statements());
    this.readers = new Readers("errand-sqlite-reader", file.readers(), failures);
    this.commit = new GroupCommit(engine, archive, queries.statements(), failures);
    this.writer = new Writer("errand-sqlite-writer", SHARING, commit, failures, this::closeFile);
    readers.start();
    writer.start();
  }

  /**
   * Opens the store in this file, and begins one if there is none.
   *
   * @throws StoreException if that cannot be done; the file is as it was
   */
  public static SqliteStore open(Path path, TimeAndThreads time, Synchronous synchronous) {
    SqliteFile file = SqliteFile.open(path, synchronous);
    boolean done = false;
    try {
      SqliteStore store = new SqliteStore(file, time);
      done = true;
      return store;
    } catch (SQLException | SqlFailure why) {
      throw new SqliteFailures(file.path()).refused(why);
    } finally {
      if (!done) {
        close(file);
      }
    }
  }

  /** What a process that has died has left under way is due again. */
  private void load(SqliteArchive archive, Statements statements) throws SQLException {
    statements.run(SqliteSql.BEGIN);
    statements.run(SqliteSql.RELEASE_KEPT);
    long nanoTime = time.nanoTime();
    engine.load(
        archive.counters(),
        archive.underWay(),
        archive.preferredNumbers(),
        time.wallClockAt(nanoTime),
        nanoTime);
    statements.run(SqliteSql.COMMIT);
    engine.committed();
  }

  // ---- steps

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    PostedStep<O> posted = new PostedStep<>(step, engine, clock, hints);
    writer.post(posted);
    return posted.answer;
  }

  /** What the writer has done so far, for those who measure. */
  public WriterCounts counts() {
    return commit.counts();
  }

  // ---- what is in the file

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return read(queries -> Optional.ofNullable(queries.find(id)).map(saved -> saved.run()))
        .filter(run -> filter.matches(run.owner()));
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return read(queries -> queries.recent(limit, filter));
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return read(queries -> queries.all(filter));
  }

  private <T> T read(Readers.Question<T> question) {
    return asking.await(readers.ask(question).answer);
  }

  // ---- what is in memory

  @Override
  public List<Run> running(JobFilter filter) {
    return ask(() -> engine.running(filter));
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return ask(() -> engine.unsettled(filter));
  }

  @Override
  public int unfinished(JobFilter filter) {
    return ask(() -> engine.unfinished(filter));
  }

  @Override
  public MailStep.Counts mail(JobFilter filter) {
    return ask(() -> {
      long nanoTime = time.nanoTime();
      return engine.mail(filter, time.wallClockAt(nanoTime), nanoTime);
    });
  }

  @Override
  public List<Run> undelivered(JobFilter filter) {
    return ask(() -> engine.undelivered(filter));
  }

  @Override
  public List<Run> queuedMail(JobFilter filter) {
    return ask(() -> engine.queuedMail(filter));
  }

  @Override
  public List<Run> deadLetters(JobFilter filter) {
    return ask(() -> engine.deadLetters(filter));
  }

  private <T> T ask(Supplier<T> question) {
    Posted<T> posted = Posted.question(question);
    writer.post(posted);
    return asking.await(posted.answer);
  }

  // ---- the rest

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    return hints.add(worker, listener);
  }

  @Override
  public void close() {
    writer.close();
  }

  private void closeFile() {
    readers.close();
    close(file);
  }

  private static void close(SqliteFile file) {
    try {
      file.close();
    } catch (SQLException | IOException why) {
      LOG.log(Level.WARNING, "Store " + file.path() + " could not be closed in order", why);
    }
  }
}
