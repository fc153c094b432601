package dev.errand.bench.postgres;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.errand.test.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * db-scheduler with one-time tasks, set as in the benchmark of its own manual with twenty threads:
 * rows are fetched and locked at once, twenty times as many as there are threads. Tasks are
 * scheduled in batches, and run while others are still being scheduled. It keeps no result and
 * delivers nothing; a task that has run is deleted.
 */
record DbSchedulerTasks(PostgresServer server) implements Contender {
  private static final int THREADS = 20;

  /** With one for each thread it is slower on two cores, with eight, too. */
  private static final int CONNECTIONS = 12;

  private static final double FETCH_BELOW = 4.0;
  private static final double FETCH_UP_TO = 20.0;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** As its manual gives it, without the index for priorities, which are off. */
  private static final String SCHEMA =
      """
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked BOOLEAN not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures INT,
        last_heartbeat timestamp with time zone,
        version BIGINT not null,
        priority SMALLINT,
        PRIMARY KEY (task_name, task_instance)
      );
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  @Override
  public String name() {
    return "db-scheduler, lock-and-fetch, %d threads".formatted(THREADS);
  }

  @Override
  public double cyclesPerSecond(int jobs) throws Exception {
    CountDownLatch left = new CountDownLatch(jobs);
    OneTimeTask<Void> task =
        Tasks.oneTime("bench").execute((instance, context) -> left.countDown());
    try (HikariDataSource source = Pool.open(server.createDatabase(), CONNECTIONS)) {
      create(source);
      Scheduler scheduler =
          Scheduler.create(source, task)
              .threads(THREADS)
              .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
              .pollingInterval(POLL)
              .enableImmediateExecution()
              .build();
      scheduler.start();
      try {
        Stream<TaskInstance<?>> tasks =
            IntStream.range(0, jobs).mapToObj(i -> task.instance("bg_" + i));
        long begin = System.nanoTime();
        scheduler.scheduleBatch(tasks, Instant.now());
        if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException(left.getCount() + " tasks have not run");
        }
        Query.awaitZero(source, "SELECT count(*) FROM scheduled_tasks");
        return jobs * 1e9 / (System.nanoTime() - begin);
      } finally {
        scheduler.stop();
      }
    }
  }

  private static void create(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
  }
}
