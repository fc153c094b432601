package dev.errand.bench.postgres;

import dev.errand.bench.Machine;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures bare SQL on PostgreSQL and others who run jobs there, by turns, all in this process and
 * on one server with fsync on, and prints two tables.
 *
 * <pre>{@code
 * java -Xms2g -Xmx2g -Derrand.test.postgres.dir=FOLDER -cp errand-bench/target/benchmarks.jar \
 *   dev.errand.bench.postgres.PostgresRatios [--quick] [JOBS [CONNECTIONS]]
 * }</pre>
 *
 * <p>{@code JOBS} is how many each contender gets in a round (default 20,000). All are measured by
 * bare SQL on one connection, since a process of ours writes on one; {@code CONNECTIONS} is how
 * many it has when it is measured again (default 4). The data of the server are made in {@code
 * FOLDER}, or in the folder for temporary files; either has to be on a disk. {@code --quick} is a
 * proof that it works, not a measurement.
 */
public final class PostgresRatios {
  private static final int ROUNDS = 5;
  private static final int JOBS = 20_000;
  private static final int QUICK_JOBS = 1_000;
  private static final int CONNECTIONS = 4;
  private static final int LATENCIES = 500;
  private static final int QUICK_LATENCIES = 50;

  /** Measures; the tables go to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    List<String> rest = new ArrayList<>(List.of(args));
    boolean quick = rest.remove("--quick");
    if (rest.size() > 2) {
      System.err.println("usage: PostgresRatios [--quick] [JOBS [CONNECTIONS]]");
      System.exit(2);
    }
    int jobs = rest.isEmpty() ? (quick ? QUICK_JOBS : JOBS) : Integer.parseInt(rest.get(0));
    int connections = rest.size() < 2 ? CONNECTIONS : Integer.parseInt(rest.get(1));
    int rounds = quick ? 1 : Integer.getInteger("errand.bench.rounds", ROUNDS);
    System.out.println(
        Machine.describe(ManagementFactory.getRuntimeMXBean().getInputArguments())
            + (quick ? "; **quick: not a measurement**" : ""));
    try (PostgresServer server = PostgresServer.start(Version.V18)) {
      server.assertDurable();
      System.out.println("PostgreSQL 18, " + Disk.of(server));
      Turns turns = new Turns(server, contenders(server, connections), jobs, rounds);
      NotifyLatency latency =
          new NotifyLatency(server, quick ? QUICK_LATENCIES : LATENCIES, rounds);
      turns.warmUp();
      for (int round = 0; round < rounds; round++) {
        turns.run(round);
        latency.run(round);
      }
      System.out.print("\n" + Turns.HEAD);
      turns.lines().forEach(System.out::println);
      System.out.print("\n" + NotifyLatency.HEAD);
      latency.lines().forEach(System.out::println);
    }
    System.out.printf(
        "%nMedians of %d rounds of %,d jobs; %s at the end.%n", rounds, jobs, Machine.load());
  }

  /** The first is what all are measured by. */
  private static List<Contender> contenders(PostgresServer server, int connections) {
    return List.of(
        new RawSql(server, 1),
        new RawSql(server, connections),
        new ErrandJobs(server, 256),
        new ErrandJobs(server, 1),
        new DbSchedulerTasks(server),
        new JobRunrJobs(server));
  }

  private PostgresRatios() {}
}
