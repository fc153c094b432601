package dev.errand.sql.postgres;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.internal.table.Archive.Route;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.Gauge;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.RunOutput;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import dev.errand.sql.PostgresLook;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.posting.Asking;
import dev.errand.sql.posting.Posted;
import dev.errand.sql.posting.PostedStep;
import dev.errand.sql.posting.Readers;
import dev.errand.sql.posting.Writer;
import dev.errand.sql.rows.SqlFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A store in a PostgreSQL database that many processes share. Each of them has the same tables in
 * memory and applies its steps to them, many in a commit; the database has the rows, and the one
 * order in which the processes commit. Who commits has brought in before what the others did. So a
 * step means the same as in every other store, on whichever machine it is taken.
 */
public final class PostgresStore implements JobStore {
  private static final int READERS = 2;
  private static final Writer.Sharing SHARING = new Writer.Sharing(1_000, Duration.ofMillis(1));

  private final String schema;
  private final FollowedClock clock;
  private final Engine engine;
  private final Hints hints = new Hints();
  private final Asking asking;
  private final Link link;
  private final List<Link> readerLinks;
  private final Writer writer;
  private final Readers readers;
  private final Follower follower;
  private final BatchCommit commit;
  private final Membership fleet;
  private final PostgresOutput output;

  /** The sinks of this process, in case that it is taken for dead and is not. */
  private final Map<JobFilter, Route> routes = new ConcurrentHashMap<>();

  private PostgresStore(
      Database database,
      FollowedClock clock,
      PostgresFailures failures,
      BiFunction<PostgresStore, ChangeLog, Membership> fleetOf) {
    this.schema = database.options().schema();
    this.clock = clock;
    this.asking = new Asking(failures);
    this.link = new Link(database, "writer", false);
    PostgresArchive archive = new PostgresArchive(link);
    this.engine = Engine.on(archive);
    engine.sinksHere(routes::containsKey);
    ChangeLog log = new ChangeLog(database.options().schema());
    this.fleet = fleetOf.apply(this, log);
    this.follower = new Follower(engine, log, clock, hints, fleet::membersChanged);
    this.readerLinks =
        java.util.stream.Stream.generate(() -> new Link(database, "reader", true))
            .limit(READERS)
            .toList();
    this.readers = new Readers("errand-postgres-reader", readerLinks, failures);
    this.output = new PostgresOutput(database, readers, asking, clock, failures);
    this.commit =
        new BatchCommit(
            link, engine, archive, log, follower, clock, failures, fleet, output::runsAreForgotten);
    this.writer = new Writer("errand-postgres-writer", SHARING, commit, failures, this::closeLinks);
  }

  /**
   * Opens the store, and makes its tables if they are not there.
   *
   * @throws StoreException if that cannot be done, with the reason and the way out
   */
  public static PostgresStore open(PostgresOptions options) {
    checkNoPooler(options);
    return open(
        options,
        new DatabaseClock(),
        (store, log) -> new Fleet(new Database(options), store, log.channel()));
  }

  /**
   * Looks whether a store could be opened there, and changes nothing.
   *
   * @throws StoreException if not, with the reason and the way out
   */
  public static PostgresLook look(PostgresOptions options) {
    checkNoPooler(options);
    PostgresFailures failures = new PostgresFailures(options);
    try (Connection connection = new Database(options).connect("opener")) {
      if (!setting(connection, "transaction_read_only").equals("off")) {
        throw failures.readOnly();
      }
      return new PostgresLook(
          options.place(),
          setting(connection, "server_version"),
          new Schema(connection, options.schema(), failures).check(),
          setting(connection, "synchronous_commit"),
          Vitals.of(connection, options.schema()).warning());
    } catch (SQLException why) {
      throw failures.refused(why);
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      boolean unused = row.next();
      return row.getString(1);
    }
  }

  private static void checkNoPooler(PostgresOptions options) {
    PostgresFailures failures = new PostgresFailures(options);
    try {
      if (new PoolerCheck(new Database(options)).sharesSessions()) {
        throw failures.behindPooler();
      }
    } catch (SQLException why) {
      throw failures.refused(why);
    }
  }

  /** Likewise, living by this clock. */
  public static PostgresStore open(PostgresOptions options, TimeAndThreads time) {
    return open(options, new TestClock(time), (store, log) -> new Alone());
  }

  private static PostgresStore open(
      PostgresOptions options,
      FollowedClock clock,
      BiFunction<PostgresStore, ChangeLog, Membership> fleetOf) {
    PostgresFailures failures = new PostgresFailures(options);
    Database database = new Database(options);
    try (Connection connection = database.connect("opener")) {
      new Schema(connection, options.schema(), failures).bringUpToDate();
      clock.begin(Members.storeTime(connection));
    } catch (SQLException why) {
      throw failures.refused(why);
    }
    PostgresStore store = new PostgresStore(database, clock, failures, fleetOf);
    boolean done = false;
    try {
      store.begin();
      done = true;
      return store;
    } catch (SqlFailure why) {
      throw failures.refused(why);
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  private void begin() {
    long nanoTime = clock.nanoTime();
    engine.begin(clock.wallClockAt(nanoTime), nanoTime);
    readers.start();
    output.start();
    writer.start();
    // What is there comes in with the first question.
    boolean unused = ask(() -> SqlFailure.orFailure(fleet::join));
  }

  // ---- steps

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    PostedStep<O> posted = new PostedStep<>(step, engine, clock, hints);
    writer.post(posted);
    remember(step, posted.answer);
    return posted.answer;
  }

  private void remember(Step<?> step, CompletableFuture<?> answer) {
    switch (step) {
      case MailStep.OpenRoute open -> {
        var unused =
            answer.thenAccept(
                token -> routes.put(open.audience(), new Route(open.worker().id(), (Long) token)));
      }
      case MailStep.CloseRoute close ->
          routes.computeIfPresent(
              close.audience(), (audience, route) -> route.token() == close.token() ? null : route);
      case MailStep.Retire retire ->
          routes.values().removeIf(route -> route.worker().equals(retire.worker().id()));
      default -> {}
    }
  }

  /** This process was taken for dead, and its sinks with it. */
  void reopenRoutes() {
    var unused = post(() -> SqlFailure.orFailure(() -> commit.reopen(Map.copyOf(routes))));
  }

  /**
   * Somebody is gone, and perhaps was the one who took what has no owner: whose sink for it is
   * still there takes it again, before what comes without a sink is taken for unwanted. Mail of
   * owners waits for whoever registers for it (contract K4). On the writer's thread.
   */
  boolean reopenCatchAlls() throws SQLException {
    Map<JobFilter, Route> catchAlls = new HashMap<>(routes);
    catchAlls.keySet().removeIf(audience -> audience instanceof JobFilter.Owner);
    catchAlls.keySet().removeIf(engine::isOpen);
    return catchAlls.isEmpty() || commit.reopen(catchAlls);
  }

  // ---- what is in the database

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
      long nanoTime = clock.nanoTime();
      return engine.mail(filter, clock.wallClockAt(nanoTime), nanoTime);
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

  <T> T ask(Supplier<T> question) {
    return asking.await(post(question).answer);
  }

  <T> Posted<T> post(Supplier<T> question) {
    Posted<T> posted = Posted.question(question);
    writer.post(posted);
    return posted;
  }

  /** Removes what the runs have left that were forgotten since. */
  void tidy() {
    output.tidy();
  }

  /** Somebody is gone who may have been about to. */
  void tidyAgain() {
    output.runsAreForgotten();
  }

  long seen() {
    return follower.seen();
  }

  Instant now() {
    return clock.wallClockAt(storeTime());
  }

  long storeTime() {
    return clock.nanoTime();
  }

  Link link() {
    return link;
  }

  Engine engine() {
    return engine;
  }

  Hints hints() {
    return hints;
  }

  // ---- the rest

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Optional<RunOutput> output() {
    return Optional.of(output);
  }

  @Override
  public List<Gauge> gauges() {
    Vitals vitals = read(queries -> Vitals.of(queries.connection(), schema));
    return List.of(
        new Gauge(
            "errand_store_oldest_snapshot_seconds",
            "For how long a transaction has been open in the database, of those that may be seen.",
            vitals.oldestSnapshot().toMillis() / 1e3),
        new Gauge(
            "errand_store_dead_rows",
            "Rows that were deleted or replaced and are still there, estimated.",
            vitals.deadRows()),
        new Gauge("errand_store_live_rows", "Rows of the store, estimated.", vitals.liveRows()));
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    boolean unused = ask(() -> SqlFailure.orFailure(() -> fleet.add(worker.id())));
    Subscription hearing = hints.add(worker, listener);
    return () -> {
      hearing.close();
      fleet.remove(worker.id());
    };
  }

  @Override
  public void close() {
    fleet.leave();
    writer.close();
  }

  private void closeLinks() {
    output.close();
    readers.close();
    readerLinks.forEach(Link::drop);
    link.drop();
  }
}
