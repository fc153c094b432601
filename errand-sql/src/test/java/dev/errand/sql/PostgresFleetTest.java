package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobHandler;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.Recovery;
import dev.errand.spi.JobStore;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two machines with one PostgreSQL: each a store and a manager of its own. */
@DisplayName("Two machines on one PostgreSQL")
class PostgresFleetTest {
  private static final Duration NET = Duration.ofSeconds(20);
  private static String database;

  private final List<AsyncJobManager> managers = new ArrayList<>();
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private String schema;

  @BeforeAll
  static void begin() {
    database = PostgresServer.shared(Version.V18).createDatabase();
  }

  @BeforeEach
  void newSchema() {
    schema = "f" + Long.toHexString(System.nanoTime());
  }

  @AfterEach
  void closeAll() {
    managers.forEach(AsyncJobManager::close);
  }

  private AsyncJobManager machine(String host, JobHandler handler, int slots) {
    AsyncJobManager manager =
        AsyncJobManager.builder()
            .store(SqlJobStore.postgres(PostgresOptions.at(database).inSchema(schema).onHost(host)))
            .handler("work", handler, Recovery.RERUN)
            .maxRunningJobs(slots)
            .build();
    managers.add(manager);
    return manager;
  }

  private static JobOptions queued(String owner) {
    return JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
  }

  private static JobHandler instantly() {
    return (payload, context) -> JobResult.of("did " + payload);
  }

  @Test
  @DisplayName("K1 machines that open a new store at the same moment all find it")
  void opened() throws Exception {
    int rounds = 5;
    int machines = 4;
    for (int round = 0; round < rounds; round++) {
      newSchema();
      PostgresOptions options = PostgresOptions.at(database).inSchema(schema);
      CyclicBarrier together = new CyclicBarrier(machines);
      List<Future<Boolean>> opened = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        for (int i = 0; i < machines; i++) {
          opened.add(
              threads.submit(() -> {
                together.await(NET.toSeconds(), TimeUnit.SECONDS);
                try (JobStore store = SqlJobStore.postgres(options)) {
                  return store.isShared();
                }
              }));
        }
      }
      for (Future<Boolean> one : opened) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("K1 queued runs go to whoever has slots and the handler, each to one")
  void spread() throws Exception {
    CountDownLatch bothAtWork = new CountDownLatch(2);
    JobHandler meeting =
        (payload, context) -> {
          bothAtWork.countDown();
          assertThat(bothAtWork.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
          return JobResult.of(payload);
        };
    AsyncJobManager one = machine("one", meeting, 1);
    AsyncJobManager other = machine("other", meeting, 1);
    String first = one.register("task", "first", HandlerCall.of("work", "1"), queued("a"));
    String second = one.register("task", "second", HandlerCall.of("work", "2"), queued("a"));
    try (Awaited both = one.awaitJobs(Set.of(first, second), AwaitMode.ALL, NET)) {
      assertThat(both.jobs()).extracting(Job::status).containsOnly(JobStatus.COMPLETED);
    }
    assertThat(other.job(second)).isPresent();
  }

  @Test
  @DisplayName("K2 nobody is taken for dead because the clock of the server was set")
  void clockOfTheServer() throws Exception {
    Duration lease = Duration.ofSeconds(3);
    PostgresOptions options = PostgresOptions.at(database).inSchema(schema).withLease(lease);
    try (JobStore one = SqlJobStore.postgres(options.onHost("one"));
        JobStore other = SqlJobStore.postgres(options.onHost("other"));
        Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      assertThat(one.isShared() && other.isShared()).isTrue();
      // As if it had been set an hour forward: all was said an hour ago. Long enough for both to
      // judge others.
      String hour = "3600000000000";
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < lease.toNanos() * 4 / 3) {
        int moved =
            statement.executeUpdate(
                "UPDATE %s.member SET beat = beat - %s".formatted(schema, hour));
        assertThat(moved).isEqualTo(2);
        assertThat(awaitAllHeard(statement)).as("taken for dead").isZero();
      }
    }
  }

  /** Waits until both have said again that they live; how many are taken for dead by then. */
  private int awaitAllHeard(Statement statement) throws Exception {
    String heardOf =
        """
        SELECT count(left_at), count(*) FILTER (
          WHERE beat > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000 - 60000000000)
        FROM %s.member
        """
            .formatted(schema);
    while (true) {
      try (ResultSet row = statement.executeQuery(heardOf)) {
        row.next();
        if (row.getInt(1) > 0 || row.getInt(2) == 2) {
          return row.getInt(1);
        }
      }
    }
  }

  @Test
  @DisplayName(
      "K2 when a process went is told by the time of the store, whatever the server's clock")
  void goneByTheTimeOfTheStore() throws Exception {
    PostgresOptions options = PostgresOptions.at(database).inSchema(schema);
    String now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000";
    String hour = "3600000000000";
    SqlJobStore.postgres(options).close();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      // One who lives and whose time of the store is ten hours later: the clock was set back.
      statement.execute(
          """
          INSERT INTO %1$s.member (host, server, epoch, beat, lease, store_time)
          VALUES ('ahead', pg_postmaster_start_time(), 1, %2$s, %3$s, %2$s + 10 * %3$s)
          """
              .formatted(schema, now, hour));
      SqlJobStore.postgres(options.onHost("goes")).close();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT left_at - %2$s > 9 * %3$s FROM %1$s.member WHERE host = 'goes'"
                  .formatted(schema, now, hour))) {
        assertThat(row.next()).isTrue();
        assertThat(row.getBoolean(1)).isTrue();
      }
    }
  }

  @Test
  @DisplayName("K3 a job is cancelled from another machine, at once")
  void cancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    JobHandler waiting =
        (payload, context) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException asked) {
            stopped.countDown();
          }
          return JobResult.of("late");
        };
    AsyncJobManager one = machine("one", waiting, 1);
    AsyncJobManager other = machine("other", instantly(), 0 + 1);
    String blocker = one.register("task", "x", HandlerCall.of("work", ""), queued("a"));
    assertThat(begun.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(other.cancel(blocker, CancelledBy.PERSON)).isTrue();
    assertThat(stopped.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(one.awaitAll(NET)).isTrue();
    assertThat(one.job(blocker).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(other.job(blocker).orElseThrow().lateText()).contains("late");
  }

  @Test
  @DisplayName("K3 progress crosses machines: seen on each, heard where the job was registered")
  void progress() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch heardAgain = new CountDownLatch(1);
    JobHandler reporting =
        (payload, context) -> {
          context.reportProgress("half", "{\"percent\":50}");
          seen.await();
          context.reportProgress("nearly");
          context.reportProgress("very nearly");
          heardAgain.await();
          context.reportProgress("done, that is");
          return JobResult.of("done");
        };
    AsyncJobManager one = machine("one", instantly(), 1);
    AsyncJobManager other = machine("other", reporting, 1);
    CountDownLatch busy = new CountDownLatch(1);
    one.register(
        "task",
        "blocks the only slot",
        context -> {
          busy.countDown();
          release.await();
          return JobResult.of("");
        });
    assertThat(busy.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
    BlockingQueue<Progress> heard = new LinkedBlockingQueue<>();
    JobOptions options =
        JobOptions.builder().admission(Admission.QUEUE).onProgress(heard::add).build();
    String id = one.register("task", "x", HandlerCall.of("work", "1"), options);

    Progress first = await(heard, "half");
    assertThat(first.details()).contains("{\"percent\":50}");
    assertThat(one.job(id).orElseThrow().progress()).contains(first);
    assertThat(one.runningJobs()).extracting(Job::progress).contains(Optional.of(first));
    assertThat(other.job(id).orElseThrow().progress()).contains(first);
    seen.countDown();
    Progress second = await(heard, "very nearly");
    assertThat(one.job(id).orElseThrow().progress()).contains(second);
    heardAgain.countDown();
    Progress last = await(heard, "done, that is");
    try (Awaited awaited = one.awaitJobs(Set.of(id), AwaitMode.ALL, NET)) {
      assertThat(awaited.jobs()).extracting(Job::progress).containsExactly(Optional.of(last));
    }
    assertThat(other.job(id).orElseThrow().progress()).contains(last);
    release.countDown();
  }

  /** Waits for this report; the one before may come as well, if a second has passed meanwhile. */
  private static Progress await(BlockingQueue<Progress> heard, String text)
      throws InterruptedException {
    while (true) {
      Progress next = heard.poll(NET.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("report of " + text).isNotNull();
      if (next.text().equals(text)) {
        return next;
      }
    }
  }

  @Test
  @DisplayName("K4 an owner's mail goes to the machine with its sink, and moves with it")
  void mail() throws Exception {
    AsyncJobManager one = machine("one", instantly(), 4);
    AsyncJobManager other = machine("other", instantly(), 4);
    other.registerDeliverySink("a", delivery -> delivered.add("other " + delivery.text()));
    one.register("task", "x", context -> JobResult.of("1"), queued("a"));
    assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("other 1");
    one.registerDeliverySink("a", delivery -> delivered.add("one " + delivery.text()));
    other.register("task", "x", context -> JobResult.of("2"), queued("a"));
    assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("one 2");
  }

  @Test
  @DisplayName(
      "F2 mail of an owner without a sink waits, whatever the manager was told: the store is"
          + " shared")
  void parked() throws Exception {
    AsyncJobManager one = machine("one", instantly(), 4);
    one.register("task", "x", context -> JobResult.of("1"), queued("a"));
    assertThat(one.awaitAll(NET)).isTrue();
    assertThat(one.deliveryState().parked()).isEqualTo(1);
    AsyncJobManager other = machine("other", instantly(), 4);
    other.registerDeliverySink("a", delivery -> delivered.add(delivery.text()));
    assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("1");
  }

  @Test
  @DisplayName("K4 what has no owner goes to another catch-all when the machine that had it goes")
  void unowned() throws Exception {
    AsyncJobManager one = catchAll("one");
    AsyncJobManager other = catchAll("other");
    JobOptions nobodys = JobOptions.builder().build();
    one.register("task", "x", context -> JobResult.of("1"), nobodys);
    assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("other 1");
    other.close();
    one.register("task", "x", context -> JobResult.of("2"), nobodys);
    assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("one 2");
  }

  private AsyncJobManager catchAll(String host) {
    AsyncJobManager manager =
        AsyncJobManager.builder()
            .store(SqlJobStore.postgres(PostgresOptions.at(database).inSchema(schema).onHost(host)))
            .onJobComplete(delivery -> delivered.add(host + " " + delivery.text()))
            .build();
    managers.add(manager);
    return manager;
  }

  @Test
  @DisplayName("G1 a job is awaited on a machine that does not run it")
  void awaited() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AsyncJobManager one = machine("one", instantly(), 4);
    AsyncJobManager other = machine("other", instantly(), 4);
    String id =
        one.register(
            "task",
            "x",
            context -> {
              go.await();
              return JobResult.of("1");
            });
    Thread release = new Thread(go::countDown);
    release.start();
    try (Awaited awaited = other.awaitJobs(Set.of(id), AwaitMode.ALL, NET)) {
      assertThat(awaited.jobs())
          .extracting(job -> job.end().orElseThrow().text())
          .containsExactly("1");
      awaited.consume();
    }
    release.join();
    assertThat(one.deliveryState().queued()).isZero();
  }

  @Test
  @DisplayName("I1 what a closed machine hands back, another one runs")
  void handedBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    JobHandler waiting =
        (payload, context) -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return JobResult.of("never");
        };
    AsyncJobManager one = machine("one", waiting, 1);
    String id = one.register("task", "x", HandlerCall.of("work", "1"), queued("a"));
    assertThat(begun.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
    AsyncJobManager other = machine("other", instantly(), 1);
    one.close();
    try (Awaited awaited = other.awaitJobs(Set.of(id), AwaitMode.ALL, NET)) {
      assertThat(awaited.jobs())
          .extracting(job -> job.end().orElseThrow().text())
          .containsExactly("did 1");
    }
  }
}
