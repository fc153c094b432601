package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Ended;
import dev.errand.cli.whole.DaemonHome.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} on the daemon at random moments, with clients that run, wait and tail: each gets
 * its answer from the next daemon, nothing is lost, nobody is left.
 */
@DisplayName("J1, J2, J3 a daemon that is killed")
final class DaemonKillsTest {
  private static final int KILLS = Integer.getInteger("errand.daemon.kills", 20);

  @TempDir private Path folder;

  private record Expected(Running client, String out, int code) {}

  @Test
  @DisplayName("loses no job, no end and no output, and leaves no process")
  void kills() throws Exception {
    long seed = Long.getLong("errand.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> violations = new ArrayList<>();
    Map<String, Integer> codes = new HashMap<>(); // by label
    int killed = 0;
    int clients = 0;
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      assertThat(home.run("ls").code()).isZero();
      for (int round = 0; killed < KILLS && round < 3 * KILLS; round++) {
        String name = "r" + round;
        int code = random.nextInt(3) * 5;
        String script = "echo begin; sleep 0." + random.nextInt(10) + "; echo end; exit " + code;
        List<Expected> expected = new ArrayList<>();
        expected.add(
            new Expected(
                home.start("run", "--wait", "-q", "--label", name + "w", "--", "sh", "-c", script),
                "begin\nend\n",
                code));
        codes.put(name + "w", code);
        Running starting =
            home.start("run", "--owner", "ann", "--label", name + "m", "--", "sh", "-c", script);
        codes.put(name + "m", code);
        clients += 3;
        // At some moment of all this; the daemon may be just starting.
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
        if (kill(home)) {
          killed++;
        }
        Ended started = starting.ended();
        if (started.code() != 0 || !started.out().matches("bg_\\d+\n")) {
          violations.add(name + " run: " + started);
          continue;
        }
        String id = started.out().strip();
        expected.add(new Expected(home.start("tail", "-f", "--from", "0", id), "begin\nend\n", 0));
        expected.add(new Expected(home.start("wait", "-q", id), "", code));
        if (random.nextBoolean()) {
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(600)).toNanos());
          if (kill(home)) {
            killed++;
          }
        }
        for (Expected one : expected) {
          Ended ended = one.client.ended();
          if (ended.code() != one.code || !ended.out().equals(one.out)) {
            violations.add(name + ": wanted " + one.code + " " + one.out + ", got " + ended);
          }
        }
      }
      checkAll(home, codes, violations);
    }
    System.out.printf(
        "daemon killed %d times, seed %d: %d clients, %d jobs; violations %d%n",
        killed, seed, clients, codes.size(), violations.size());
    assertThat(violations).as("seed " + seed).isEmpty();
    assertThat(killed).isGreaterThanOrEqualTo(KILLS);
  }

  private static boolean kill(DaemonHome home) {
    return home.daemon().filter(ProcessHandle::destroyForcibly).isPresent();
  }

  private static void checkAll(DaemonHome home, Map<String, Integer> codes, List<String> violations)
      throws IOException, InterruptedException {
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode job : home.json("ls", "-a", "--json")) {
      if (found.put(job.get("label").asString(), job.get("exitCode").asInt(-1)) != null) {
        violations.add("twice: " + job);
      }
    }
    if (!found.equals(codes)) {
      violations.add("jobs " + found + " in place of " + codes);
    }
    Set<String> told = new HashSet<>();
    while (true) {
      JsonNode mail = home.json("inbox", "--json", "--owner", "ann");
      if (mail.isEmpty()) {
        break;
      }
      for (JsonNode one : mail) {
        if (!told.add(one.get("job").get("label").asString())) {
          violations.add("delivered twice after it was taken: " + one);
        }
      }
    }
    Set<String> wanted = new HashSet<>(codes.keySet());
    wanted.removeIf(label -> label.endsWith("w"));
    if (!told.equals(wanted)) {
      violations.add("told " + told + " in place of " + wanted);
    }
    if (!home.left().isEmpty()) {
      violations.add("left: " + home.left());
    }
  }
}
