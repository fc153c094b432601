package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.StoreException;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose disk is full. Real time; the time-outs are nets. */
@Timeout(180)
class PostgresFullDiskTest {
  private static final Duration NET = Duration.ofSeconds(60);
  private static final int MOST = 20_000;

  /** Too much for pages that are there already. */
  private static final int LARGE = 1 << 20;

  private PostgresServer server;
  private String url;

  @BeforeEach
  void start() {
    assumeTrue(PostgresServer.canHaveSmallDisk(), "file systems can be mounted here");
    server = PostgresServer.startWithSmallDisk(Version.V18);
    url = server.createDatabaseOnSmallDisk();
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
  }

  /** Takes what is left on the disk but for what tables have for themselves. */
  private void fill() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE filler (line text)");
      SQLException full =
          catchThrowableOfType(
              SQLException.class,
              () -> {
                for (int i = 0; i < MOST; i++) {
                  statement.execute(
                      "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 7)");
                }
              });
      assertThat(full.getSQLState()).isEqualTo("53100");
    }
  }

  private void makeRoom() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE filler");
    }
  }

  /** What no server can pack. */
  private static String largeText() {
    byte[] noise = new byte[LARGE / 2];
    new Random(1).nextBytes(noise);
    return HexFormat.of().formatHex(noise);
  }

  /** Hears when the end of a job could not be recorded, in place of the console. */
  private static final class EndFails extends Handler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("dev.errand");

    private final String message;
    private final CountDownLatch heard = new CountDownLatch(1);

    EndFails(String id) {
      message = "The end of job " + id + " could not be recorded; it is tried again each second";
      LOG.addHandler(this);
      LOG.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getMessage().equals(message)) {
        heard.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      LOG.removeHandler(this);
      LOG.setUseParentHandlers(true);
    }
  }

  @Test
  @DisplayName("J1 a full disk: calls say so and change nothing; an end is recorded when it can be")
  void full() throws Exception {
    String large = largeText();
    CountDownLatch go = new CountDownLatch(1);
    try (AsyncJobManager jobs =
        AsyncJobManager.builder().store(SqlJobStore.postgres(url)).build()) {
      String running =
          jobs.register(
              "task",
              "running",
              context -> {
                go.await();
                return JobResult.of(large);
              });
      List<String> taken = new ArrayList<>(List.of(running));
      try (EndFails endFails = new EndFails(running)) {
        fill();
        StoreException full =
            catchThrowableOfType(
                StoreException.class,
                () -> {
                  for (int i = 0; i < MOST; i++) {
                    taken.add(jobs.register("task", "x".repeat(200), context -> JobResult.of("")));
                  }
                });
        assertThat(full)
            .hasMessageStartingWith("store jdbc:postgresql://127.0.0.1")
            .hasMessageEndingWith(
                " cannot grow: its disk is full. Make room; what waits is tried again");
        assertThat(full.outcomeUnknown()).isFalse();
        assertThat(jobs.allJobs()).extracting(Job::id).containsExactlyInAnyOrderElementsOf(taken);
        go.countDown();
        assertThat(endFails.heard.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      makeRoom();
      assertThat(jobs.awaitAll(NET)).isTrue();
      assertThat(jobs.job(running).flatMap(Job::end).map(JobEnd::text)).contains(large);
      String after = jobs.register("task", "after", context -> JobResult.of("as before"));
      assertThat(jobs.awaitAll(NET)).isTrue();
      assertThat(jobs.job(after).flatMap(Job::end).map(JobEnd::text)).contains("as before");
      taken.add(after);
      assertThat(jobs.allJobs()).extracting(Job::id).containsExactlyInAnyOrderElementsOf(taken);
    }
  }
}
