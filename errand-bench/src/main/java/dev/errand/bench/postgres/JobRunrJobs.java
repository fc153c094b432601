package dev.errand.bench.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.test.postgres.PostgresServer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr with job requests, enqueued in bulk, twenty workers on virtual threads, as it has them by
 * default. It looks for work when a worker gets free, and else every five seconds, the least that
 * it allows; that its first look comes late is not counted: its clock stands still between the last
 * job enqueued and the first one begun. It keeps a job's history, and delivers nothing.
 */
record JobRunrJobs(PostgresServer server) implements Contender {
  private static final int WORKERS = 20;

  /** With one for each worker it is no faster on two cores, nor with more workers. */
  private static final int CONNECTIONS = 12;

  private static final Duration LEAST_POLL = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "JobRunr, %d workers".formatted(WORKERS);
  }

  @Override
  public double cyclesPerSecond(int jobs) throws Exception {
    NoOpHandler handler = new NoOpHandler(jobs);
    try (HikariDataSource source = Pool.open(server.createDatabase(), CONNECTIONS)) {
      JobRunrConfigurationResult runner =
          JobRunr.configure()
              .useJsonMapper(new Jackson3JsonMapper())
              .useStorageProvider(SqlStorageProviderFactory.using(source))
              .useJobActivator(always(handler))
              .useBackgroundJobServer(
                  BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                      .andPollInterval(LEAST_POLL)
                      .andWorkerCount(WORKERS),
                  false)
              .initialize();
      try {
        long begin = System.nanoTime();
        runner
            .getJobRequestScheduler()
            .enqueue(IntStream.range(0, jobs).mapToObj(NoOpRequest::new));
        long enqueued = System.nanoTime();
        runner.getBackgroundJobServer().start();
        handler.await(PATIENCE.toSeconds());
        Query.awaitZero(source, "SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'");
        long over = System.nanoTime();
        return jobs * 1e9 / (enqueued - begin + over - handler.firstAt());
      } finally {
        JobRunr.destroy();
      }
    }
  }

  private static JobActivator always(NoOpHandler handler) {
    return new JobActivator() {
      @Override
      public <T> T activateJob(Class<T> type) {
        return type.cast(handler);
      }
    };
  }
}
