package dev.errand.bench.postgres;

import dev.errand.bench.Machine;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a fleet on PostgreSQL does beside bare speed: how long one job takes from its registration
 * to its owner's sink, how a backlog shrinks with more workers, what idle workers ask, what many
 * owners cost, whether the rate lasts, and what copies of output cost. Each beside what it is to be
 * compared with, in the same run.
 *
 * <pre>{@code
 * java -Xms2g -Xmx2g -cp errand-bench/target/benchmarks.jar \
 *   dev.errand.bench.postgres.FleetFigures [latency|backlog|idle|owners|lasting|printing|forgetting]…
 * }</pre>
 */
public final class FleetFigures {
  private static final List<String> ALL =
      List.of("latency", "backlog", "idle", "owners", "lasting", "printing", "forgetting");

  /** Measures what is named, or everything. */
  public static void main(String[] args) throws Exception {
    Set<String> wanted = Set.copyOf(args.length == 0 ? ALL : List.of(args));
    if (!ALL.containsAll(wanted)) {
      System.err.println(
          "usage: FleetFigures [latency|backlog|idle|owners|lasting|printing|forgetting]...");
      System.exit(2);
    }
    System.out.println(Machine.describe(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    try (PostgresServer server = PostgresServer.start(Version.V18)) {
      server.assertDurable();
      for (String figure : ALL) {
        if (wanted.contains(figure)) {
          String line =
              switch (figure) {
                case "latency" -> SinkLatency.measure(server);
                case "backlog" -> Backlog.measure(server);
                case "idle" -> IdleFleet.measure(server);
                case "owners" -> ManyOwners.measure(server);
                case "lasting" -> LastingRate.measure(server);
                case "printing" -> PrintingJobs.measure(server);
                default -> ForgottenCopies.measure(server);
              };
          System.out.printf(Locale.ROOT, "%-10s %s; %s%n", figure, line, Machine.load());
        }
      }
    }
  }

  private FleetFigures() {}
}
