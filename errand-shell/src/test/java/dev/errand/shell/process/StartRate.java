package dev.errand.shell.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How many commands a second are started, run and seen to end, beside what {@code ProcessBuilder}
 * does without all that. No test: run it by hand on a machine that is quiet.
 */
final class StartRate {
  private static final int COUNT = 200;
  private static final int ROUNDS = 6;

  private StartRate() {}

  private interface Job {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path root = Files.createTempDirectory("errand-rate");
    try (ProcessHost host = ProcessHost.in(root)) {
      Job bare = () -> new ProcessBuilder("setsid", "sh", "-c", "true").start().waitFor();
      Job ours = () -> ours(host, root);
      rate(bare, 100, 1);
      rate(ours, 100, 1);
      for (int threads : List.of(1, 4)) {
        for (int round = 0; round < ROUNDS; round++) {
          double one = rate(bare, COUNT, threads);
          double other = rate(ours, COUNT, threads);
          System.out.printf(
              "%d at once: bare %.0f/s, ours %.0f/s, %.0f %%%n",
              threads, one, other, 100 * other / one);
        }
      }
    }
  }

  private static int next;

  private static synchronized String nextId() {
    return "rate-" + next++;
  }

  private static void ours(ProcessHost host, Path root) throws Exception {
    Launch launch =
        new Launch(
            nextId(), List.of("sh", "-c", "true"), root, Map.of("PATH", "/usr/bin:/bin"), false);
    host.start(launch).end().join();
  }

  private static double rate(Job job, int count, int threads) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      long from = System.nanoTime();
      List<Future<?>> all =
          IntStream.range(0, count)
              .<Future<?>>mapToObj(_ ->
                  pool.submit(() -> {
                    job.run();
                    return null;
                  }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
      return count * 1e9 / (System.nanoTime() - from);
    }
  }
}
