package dev.errand.bench.postgres;

import dev.errand.AsyncJobManager;
import dev.errand.CloseMode;
import dev.errand.JobFilter;
import dev.errand.bench.BenchFolder;
import dev.errand.shell.Command;
import dev.errand.shell.ShellJobs;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Commands of one machine that print all the time, so that what they print is copied to the
 * database: what that asks of the server, and what it does to others who use it, beside the same
 * commands while they are silent.
 */
final class PrintingJobs implements AutoCloseable {
  private static final int COMMANDS = 100;
  private static final int SECONDS = 20;
  private static final int CHUNK = 1_024;
  private static final int CHUNKS_PER_SECOND = 20;
  private static final int PROBES = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ServerCosts costs;
  private final BenchFolder folder = new BenchFolder();
  private final ShellJobs shell;
  private final AsyncJobManager other;
  private final Semaphore arrived = new Semaphore(0);
  private final List<OutputStream> pipes = new ArrayList<>();

  private PrintingJobs(PostgresServer server) throws Exception {
    String name = server.createDatabaseNamed();
    costs = new ServerCosts(server, name);
    shell =
        ShellJobs.builder(folder.path().resolve("shell"))
            .open(
                AsyncJobManager.builder()
                    .store(SqlJobStore.postgres(server.url(name)))
                    .maxRunningJobs(COMMANDS));
    other = ErrandJobs.manager(server.url(name), 4);
    other.registerDeliverySink("a", delivery -> arrived.release());
  }

  static String measure(PostgresServer server) throws Exception {
    try (PrintingJobs jobs = new PrintingJobs(server)) {
      jobs.start();
      double[] silent = jobs.round(0);
      double[] printing = jobs.round(CHUNKS_PER_SECOND);
      double printed = COMMANDS * CHUNKS_PER_SECOND * CHUNK / 1024.0;
      return String.format(
          Locale.ROOT,
          "%d commands that print %.0f KiB/s in all, beside the same ones silent: %.0f transactions"
              + " a second beside %.0f, %.0f KiB of WAL a second beside %.0f, the server's"
              + " processor %.0f %% of a core beside %.0f; registered → sink of another process"
              + " %.2f ms beside %.2f: %.2f×",
          COMMANDS,
          printed,
          printing[0],
          silent[0],
          printing[1] / 1024,
          silent[1] / 1024,
          printing[2] * 100,
          silent[2] * 100,
          printing[3],
          silent[3],
          printing[3] / silent[3]);
    }
  }

  /** Each passes on what comes through a pipe of its own: a process that costs next to nothing. */
  private void start() throws Exception {
    for (int i = 0; i < COMMANDS; i++) {
      Path pipe = folder.path().resolve("pipe-" + i);
      if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
        throw new IOException("no pipe");
      }
      String unused = shell.start(Command.of("cat", pipe.toString()));
      pipes.add(Files.newOutputStream(pipe)); // returns when it is read
    }
    for (int i = 0; i < PROBES; i++) {
      double unused = probe(); // warms up
    }
  }

  /** Transactions and bytes of WAL a second, the part of a core, and the latency of others. */
  private double[] round(int chunksPerSecond) throws Exception {
    byte[] noise = new byte[CHUNK / 2]; // packed to half of its size, as text is
    new Random(1).nextBytes(noise);
    byte[] chunk = HexFormat.of().formatHex(noise).getBytes(StandardCharsets.US_ASCII);
    Thread printer = Thread.ofPlatform().unstarted(() -> print(chunk, chunksPerSecond));
    printer.start();
    double[] latencies = new double[PROBES];
    ServerCosts.Sums before = costs.sums();
    long begin = System.nanoTime();
    for (int i = 0; i < PROBES; i++) {
      latencies[i] = probe();
      long next = begin + (i + 1) * (SECONDS * 1_000_000_000L / PROBES);
      Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    ServerCosts.Sums after = costs.sums();
    printer.interrupt();
    printer.join();
    return new double[] {
      (after.transactions() - before.transactions()) / seconds,
      (after.walBytes() - before.walBytes()) / seconds,
      (after.cpuSeconds() - before.cpuSeconds()) / seconds,
      SinkLatency.median(latencies)
    };
  }

  private double probe() {
    return SinkLatency.once(other, arrived);
  }

  private void print(byte[] chunk, int chunksPerSecond) {
    try {
      while (chunksPerSecond > 0) {
        for (OutputStream pipe : pipes) {
          pipe.write(chunk);
        }
        Thread.sleep(1_000 / chunksPerSecond);
      }
    } catch (InterruptedException over) {
      // as it should be
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    for (OutputStream pipe : pipes) {
      pipe.close();
    }
    shell.manager().cancelAll(JobFilter.all());
    shell.manager().close(PATIENCE, CloseMode.CANCEL);
    shell.close();
    other.close();
    folder.close();
  }
}
