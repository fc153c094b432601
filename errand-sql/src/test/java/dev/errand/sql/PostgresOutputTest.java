package dev.errand.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.Recovery;
import dev.errand.spi.JobStore;
import dev.errand.spi.RunOutput;
import dev.errand.spi.RunOutput.Extent;
import dev.errand.spi.RunOutput.Key;
import dev.errand.spi.RunOutput.Part;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Copies of what runs print: written by one machine, read by another. */
@DisplayName("Copies of output in one PostgreSQL")
class PostgresOutputTest {
  private static final Duration NET = Duration.ofSeconds(60);
  private static final String SCHEMA = "copies";
  private static String database;
  private static JobStore store;
  private static JobStore otherStore;
  private static AsyncJobManager manager;

  /** Lets the run of a test end. */
  private static volatile CountDownLatch go = new CountDownLatch(1);

  /** Of one machine, which writes. */
  private static RunOutput here;

  /** Of another one, which reads. */
  private static RunOutput there;

  private Key run;

  @BeforeAll
  static void open() {
    database = PostgresServer.shared(Version.V18).createDatabase();
    store = SqlJobStore.postgres(options("one"));
    here = store.output().orElseThrow();
    manager =
        AsyncJobManager.builder()
            .store(store)
            .handler("work", (payload, context) -> work(), Recovery.RERUN)
            .build();
    otherStore = SqlJobStore.postgres(options("two"));
    there = otherStore.output().orElseThrow();
  }

  @AfterAll
  static void close() {
    otherStore.close();
    manager.close();
  }

  @BeforeEach
  void runSomething() {
    go = new CountDownLatch(1);
    run =
        Key.of(job(manager.register("task", "x", HandlerCall.of("work", ""), JobOptions.DEFAULT)));
  }

  @AfterEach
  void forget() throws InterruptedException {
    end();
    int unused = manager.evict(JobFilter.all());
  }

  private static JobResult work() throws InterruptedException {
    go.await();
    return JobResult.of("done");
  }

  /** With heartbeats in quick succession. */
  private static PostgresOptions options(String host) {
    return PostgresOptions.at(database)
        .inSchema(SCHEMA)
        .onHost(host)
        .withLease(Duration.ofSeconds(3));
  }

  private static Job job(String id) {
    return manager.job(id).orElseThrow();
  }

  private static void end() throws InterruptedException {
    go.countDown();
    assertThat(manager.awaitAll(NET)).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Extent upTo(long size) {
    return new Extent(size, 0, 0, false);
  }

  private String text(long from, int most) {
    return new String(there.read(run, from, most).bytes(), UTF_8);
  }

  private static long count(String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + SCHEMA + "." + table)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  /** Those of runs that are there. */
  private static long chunks() throws SQLException {
    return count("output JOIN " + SCHEMA + ".printed USING (seq)");
  }

  private static void awaitTidy() throws SQLException {
    long begin = System.nanoTime();
    while (count("output") > 0 || count("forgotten_output") > 0) {
      assertThat(System.nanoTime() - begin).as("chunks are left").isLessThan(NET.toNanos());
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement one = connection.createStatement()) {
      one.execute("SET search_path TO " + SCHEMA);
      one.execute(statement);
    }
  }

  @Test
  @DisplayName("K3 what one machine writes the other reads, from any place in it")
  void read() {
    assertThat(there.read(run, 0, 100).extent()).isEmpty();
    assertThat(here.write(run, 0, upTo(0), 0, new byte[0])).isTrue();
    assertThat(there.read(run, 0, 100).extent()).contains(Extent.NOTHING);
    assertThat(here.write(run, 0, upTo(5), 0, bytes("01234"))).isTrue();
    assertThat(here.write(run, 5, upTo(10), 5, bytes("56789"))).isTrue();
    Part all = there.read(run, 0, 100);
    assertThat(all.bytes()).isEqualTo(bytes("0123456789"));
    assertThat(all.extent()).contains(upTo(10));
    assertThat(all.over()).isFalse();
    assertThat(text(3, 4)).isEqualTo("3456");
    assertThat(text(7, 100)).isEqualTo("789");
    assertThat(text(10, 100)).isEmpty();
    assertThat(text(99, 100)).isEmpty();
    assertThat(there.read(run, 0, 0).extent()).contains(upTo(10));
  }

  @Test
  @DisplayName("K3 a short chunk is written again with what follows it")
  void again() throws Exception {
    here.write(run, 0, upTo(2), 0, bytes("01"));
    here.write(run, 2, upTo(4), 0, bytes("0123"));
    assertThat(text(0, 100)).isEqualTo("0123");
    assertThat(chunks()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "K3 who knows less, or more, than is there changes nothing: no hole is taken for output")
  void another() {
    assertThat(here.write(run, 2, upTo(4), 2, bytes("23"))).isFalse();
    here.write(run, 0, upTo(2), 0, bytes("01"));
    assertThat(here.write(run, 0, upTo(2), 0, bytes("xx"))).isFalse();
    assertThat(here.write(run, 4, upTo(6), 4, bytes("45"))).isFalse();
    assertThat(there.read(run, 0, 100).extent()).contains(upTo(2));
    assertThat(text(0, 100)).isEqualTo("01");
  }

  @Test
  @DisplayName("K3 the middle that is given up goes, chunk by chunk, and is never shown")
  void middle() throws Exception {
    here.write(run, 0, upTo(4), 0, bytes("0123"));
    here.write(run, 4, upTo(8), 4, bytes("4567"));
    Extent after = new Extent(14, 2, 9, false);
    here.write(run, 8, after, 8, bytes("89abcd"));
    assertThat(there.read(run, 0, 100).extent()).contains(after);
    assertThat(text(0, 100)).isEqualTo("01\0\0\0\0\0\0\0" + "9abcd");
    assertThat(text(9, 2)).isEqualTo("9a");
    assertThat(chunks()).isEqualTo(2);
  }

  @Test
  @DisplayName("K3 nothing more is waited for when the run has settled and its copy is whole")
  void over() throws Exception {
    here.write(run, 0, upTo(2), 0, bytes("01"));
    end();
    assertThat(job(run.id()).settledAt()).isPresent();
    assertThat(there.read(run, 0, 0).over()).isFalse();
    assertThat(here.unfinished("work")).containsExactly(run);
    assertThat(here.unfinished("other")).isEmpty();
    here.write(run, 2, new Extent(4, 0, 0, true), 2, bytes("23"));
    assertThat(there.read(run, 0, 0).over()).isTrue();
    assertThat(text(0, 100)).isEqualTo("0123");
    assertThat(here.unfinished("work")).isEmpty();
  }

  @Test
  @DisplayName("K3 a copy that nobody completes is waited for until ten seconds after the end")
  void neverWhole() throws Exception {
    here.write(run, 0, upTo(2), 0, bytes("01"));
    end();
    assertThat(there.read(run, 0, 0).over()).isFalse();
    sql("UPDATE run SET settled_at = settled_at - 10000000000");
    assertThat(there.read(run, 0, 0).over()).isTrue();
  }

  @Test
  @DisplayName("H1 a copy is forgotten with its run, and nothing is written for it after that")
  void forgotten() throws Exception {
    here.write(run, 0, upTo(2), 0, bytes("01"));
    end();
    assertThat(manager.evict(JobFilter.all())).isEqualTo(1);
    assertThat(count("printed")).isZero();
    Part nothing = there.read(run, 0, 100);
    assertThat(nothing.extent()).isEmpty();
    assertThat(nothing.over()).isTrue();
    assertThat(here.write(run, 2, upTo(4), 2, bytes("23"))).isFalse();
    awaitTidy();
  }

  @Test
  @DisplayName(
      "H1 the chunks of many that are forgotten at once go as well, also if a person did it")
  void manyForgotten() throws Exception {
    for (int i = 0; i < 9; i++) {
      end();
      runSomething();
      here.write(run, 0, upTo(2), 0, bytes("01"));
    }
    end();
    sql("DELETE FROM run WHERE id = '%s'".formatted(run.id()));
    int unused = manager.evict(JobFilter.all());
    assertThat(count("printed")).isZero();
    awaitTidy();
  }

  @Test
  @DisplayName("K3 who knows the id only does not read, nor write, the output of its namesake")
  void namesake() {
    Key stranger = new Key(run.id(), run.runId() + "1");
    here.write(run, 0, upTo(2), 0, bytes("01"));
    assertThat(here.write(stranger, 0, upTo(2), 0, bytes("xx"))).isFalse();
    assertThat(there.read(stranger, 0, 100).extent()).isEmpty();
  }

  @Test
  @DisplayName("L2 no more than 64 KiB at once")
  void bounds() {
    byte[] large = new byte[RunOutput.MOST];
    here.write(run, 0, upTo(large.length), 0, large);
    assertThat(there.read(run, 0, large.length).bytes()).isEqualTo(large);
    assertThatThrownBy(() -> here.write(run, 0, upTo(0), 0, new byte[large.length + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> there.read(run, 0, large.length + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("K5 a store of an older schema gets these tables, and who has it open goes on")
  void upgrade() throws Exception {
    sql(
        "DROP TABLE output; DROP TABLE printed; DROP TABLE forgotten_output;"
            + " DROP FUNCTION note_forgotten_output; DELETE FROM schema_version WHERE version > 2");
    try (JobStore newer = SqlJobStore.postgres(options("three"))) {
      newer.output().orElseThrow().write(run, 0, upTo(2), 0, bytes("01"));
    }
    assertThat(text(0, 100)).isEqualTo("01");
    assertThat(count("schema_version WHERE version > 2 AND works_with = 1")).isEqualTo(2);
    end(); // by who had opened it before
    assertThat(manager.evict(JobFilter.all())).isEqualTo(1);
    assertThat(count("printed")).isZero();
    awaitTidy();
  }
}
