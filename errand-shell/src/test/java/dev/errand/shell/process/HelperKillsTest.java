package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Helpers of commands that are killed at any moment")
class HelperKillsTest extends HostTest {
  private static final int STARTS = Integer.getInteger("errand.shell.helper.starts", 120);
  private static final long SEED = Long.getLong("errand.shell.seed", System.nanoTime());
  private static final int CALLERS = 3;
  private static final long SELF = ProcessHandle.current().pid();

  /** One command and what came of it; no process if it was refused. */
  private record Tried(String runId, Path ran, List<RunningProcess> process) {
    ProcessEnd end() {
      return Jobs.end(process.getFirst());
    }
  }

  @Test
  @DisplayName("a command that is refused never runs, no other runs twice, and each has its end")
  void kills() throws Exception {
    Semaphore kills = new Semaphore(0);
    AtomicInteger killed = new AtomicInteger();
    List<Tried> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<Tried>>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Random random = new Random(SEED + caller);
        callers.add(threads.submit(() -> starts(random, kills)));
      }
      Future<?> killer = threads.submit(() -> kill(new Random(SEED - 1), kills, killed));
      for (Future<List<Tried>> caller : callers) {
        all.addAll(caller.get());
      }
      killer.cancel(true);
    }
    assertThat(killed.get()).as("seed " + SEED).isPositive();
    int refused = 0;
    int vanished = 0;
    for (Tried one : all) {
      String seed = "seed " + SEED + ", " + one;
      if (one.process().isEmpty()) {
        refused++;
        assertThat(Jobs.all(one.runId())).as(seed).isEmpty();
        assertThat(one.ran()).as(seed).doesNotExist();
        assertThat(jobs.host.find(one.runId())).as(seed).isInstanceOf(Found.NeverStarted.class);
      } else if (one.end() instanceof ProcessEnd.Exited(int code, _)) {
        assertThat(code).as(seed).isZero();
        assertThat(one.ran()).as(seed).hasContent("ran\n");
      } else {
        vanished++;
        assertThat(Files.exists(one.ran()) ? Files.readString(one.ran()) : "")
            .as(seed)
            .isIn("", "ran\n");
      }
    }
    System.out.printf(
        "%d commands, %d helpers killed, seed %d: %d refused, %d vanished or killed%n",
        all.size(), killed.get(), SEED, refused, vanished);
  }

  private List<Tried> starts(Random random, Semaphore kills) {
    List<Tried> tried = new ArrayList<>();
    for (int i = 0; i < STARTS / CALLERS; i++) {
      String id = jobs.newId();
      Path ran = root.resolve(id);
      List<String> argv = List.of("sh", "-c", "echo $TEXT >>\"$1\"", "sh", ran.toString());
      // More than a shell reads at once, in which each line would be a command.
      String odd = "echo >>" + ran + "\n";
      Map<String, String> environment =
          Map.of("PATH", "/usr/bin:/bin", "ODD", odd.repeat(random.nextInt(500)), "TEXT", "ran");
      kills.release(random.nextInt(2));
      try {
        RunningProcess process =
            jobs.host.start(new Launch(id, argv, root, environment, random.nextInt(10) == 0));
        tried.add(new Tried(id, ran, List.of(process)));
      } catch (CannotStartException killed) {
        tried.add(new Tried(id, ran, List.of()));
      }
    }
    return tried;
  }

  /** Kills somebody of those that supervise and of those that wait to become a command. */
  private static void kill(Random random, Semaphore kills, AtomicInteger killed) {
    try {
      while (true) {
        kills.acquire();
        List<ProcessId> helpers = helpers();
        if (!helpers.isEmpty()) {
          ProcessId victim = helpers.get(random.nextInt(helpers.size()));
          if (victim.signal(random.nextBoolean() ? Signals.KILL : Signals.TERM)) {
            killed.incrementAndGet();
          }
        }
      }
    } catch (InterruptedException enough) {
      // All have started.
    }
  }

  private static List<ProcessId> helpers() {
    Snapshot now = new ProcessTable().now();
    List<ProcessId> helpers = new ArrayList<>();
    now.withPid(SELF)
        .ifPresent(self -> {
          Set<ProcStat> all = new HashSet<>(now.withDescendants(Set.of(self)));
          all.remove(self);
          all.stream().filter(it -> !it.isZombie()).map(ProcStat::id).forEach(helpers::add);
        });
    return helpers;
  }
}
