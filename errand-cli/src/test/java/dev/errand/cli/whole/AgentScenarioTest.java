package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("An agent that dies, with a daemon that dies, beside another agent")
final class AgentScenarioTest {
  private static final int JOBS = 50;
  private static final long SEED = Long.getLong("errand.agent.seed", System.nanoTime());

  @TempDir Path folder;

  /** What was seen of a result: its delivery, and whether it was said to be a repeat. */
  private record Seen(String deliveryId, boolean repeat) {}

  @Test
  @DisplayName(
      "F7 F16 J3 gets every result; what it gets twice says so and has the same id; the other gets"
          + " none of it")
  void scenario() throws Exception {
    Random random = new Random(SEED);
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<List<String>> other = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> other(home, over, other));
      Map<String, List<Seen>> seen = new HashMap<>();
      StdioAgent agent = new StdioAgent(home, "agent");
      int kills = 0;
      for (int i = 0; i < JOBS; i++) {
        if (i % 17 == 11) {
          killDaemon(home);
        }
        if (i % 13 == 7) {
          agent.kill();
          kills++;
          agent = new StdioAgent(home, "agent");
        }
        StdioAgent.Call start = start(i, random.nextInt(2_000));
        if (i % 9 == 4) {
          // Killed while it asks: it cannot know whether the job was started, and asks again.
          agent.fire(start);
          agent.kill();
          kills++;
          agent = new StdioAgent(home, "agent");
        }
        note(agent.call(start), seen);
      }
      int calls = 0;
      while (seen.size() < JOBS) {
        assertThat(calls++)
            .as("seed %d: calls without all results, %s", SEED, seen.keySet())
            .isLessThan(400);
        if (calls == 3) {
          killDaemon(home);
        }
        if (calls % 5 == 2) {
          // It dies between an answer and the next request: what was in the answer comes again.
          agent.kill();
          kills++;
          agent = new StdioAgent(home, "agent");
        }
        note(
            agent.call(
                new StdioAgent.Call("job_wait", StdioAgent.arguments().put("timeout_seconds", 2))),
            seen);
      }
      note(agent.call(new StdioAgent.Call("job_list", StdioAgent.arguments())), seen);
      agent.close();
      over.set(true);
      assertThat(other.get(120, TimeUnit.SECONDS))
          .as("what the other agent got")
          .isNotEmpty()
          .allMatch(text -> text.startsWith("other"));
      int repeats = 0;
      for (Map.Entry<String, List<Seen>> one : seen.entrySet()) {
        List<Seen> all = one.getValue();
        assertThat(all.stream().map(Seen::deliveryId).distinct())
            .as("seed %d, %s", SEED, one)
            .hasSize(1);
        // Of a result that an answer carried which never arrived, the first that is seen repeats.
        assertThat(all.stream().filter(it -> !it.repeat()))
            .as("seed %d, %s", SEED, one)
            .hasSizeLessThan(2);
        repeats += all.size() - 1;
      }
      assertThat(repeats).as("seed %d", SEED).isLessThanOrEqualTo(5 * kills + 20);
      System.out.println(
          "agent scenario: "
              + kills
              + " kills of the agent, "
              + calls
              + " calls, "
              + repeats
              + " repeats, seed "
              + SEED);
    }
  }

  private static StdioAgent.Call start(int number, int millis) {
    return new StdioAgent.Call(
        "job_start",
        StdioAgent.arguments()
            .put("command", "sleep " + millis / 1000.0 + "; echo token-" + number + "-")
            .put("idempotency_key", "job " + number)
            .put("background_after", 0));
  }

  private static void killDaemon(DaemonHome home) {
    home.daemon()
        .ifPresent(daemon -> {
          daemon.destroyForcibly();
          daemon.onExit().join();
        });
  }

  /** Notes the results in an answer, wherever they are. */
  private static void note(JsonNode answer, Map<String, List<Seen>> seen) {
    for (String part : List.of("ended", "mail")) {
      for (JsonNode job : answer.path(part)) {
        if (!job.has("deliveryId")) {
          continue;
        }
        String text = job.get("output").get("untrustedText").stringValue().strip();
        assertThat(text).startsWith("token-");
        seen.computeIfAbsent(text, _ -> new ArrayList<>())
            .add(
                new Seen(
                    job.get("deliveryId").stringValue(), job.path("repeat").booleanValue(false)));
      }
    }
  }

  /** Another agent on the same daemon, which looks at all it can. */
  private static void other(
      DaemonHome home, AtomicBoolean over, CompletableFuture<List<String>> texts) {
    Map<String, String> got = new LinkedHashMap<>();
    try (StdioAgent agent = new StdioAgent(home, "other")) {
      for (int i = 0; !over.get(); i++) {
        String command = "echo other-" + i;
        JsonNode answer =
            i < 10
                ? agent.call(
                    new StdioAgent.Call(
                        "job_start", StdioAgent.arguments().put("command", command)))
                : agent.call(
                    new StdioAgent.Call("job_list", StdioAgent.arguments().put("limit", 100)));
        for (String part : List.of("ended", "mail", "jobs")) {
          for (JsonNode job : answer.path(part)) {
            String text =
                job.has("output")
                    ? job.get("output").get("untrustedText").stringValue()
                    : job.get("label").stringValue().replace("echo ", "");
            got.put(text.strip(), "");
          }
        }
      }
      texts.complete(List.copyOf(got.keySet()));
    } catch (Exception | AssertionError failed) {
      texts.completeExceptionally(failed);
    }
  }
}
