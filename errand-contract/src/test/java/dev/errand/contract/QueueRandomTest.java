package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract A4 against a model: a plain list of what waits, looked through at each start. */
class QueueRandomTest extends ContractTest {
  private static final int OPERATIONS = 3_000;
  private static final int OWNERS = 4;

  /** A job that waits, and how many starts there had been when it came. */
  private record Waiting(String id, String owner, int priority, int number, int startsBefore) {}

  /** What has to hold whenever a job starts. */
  private static final class Model {
    private static final Comparator<Waiting> TURN =
        Comparator.comparingInt((Waiting job) -> -job.priority()).thenComparingInt(Waiting::number);

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Integer> lastStartOf = new HashMap<>();
    private int registered;
    private int starts;

    void queued(String id, String owner, int priority) {
      waiting.add(new Waiting(id, owner, priority, registered++, starts));
    }

    void cancelled(String id) {
      waiting.removeIf(job -> job.id().equals(id));
    }

    void started(String id, String seed) {
      Waiting job = waiting.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
      Waiting first =
          waiting.stream().filter(one -> one.owner().equals(job.owner())).min(TURN).orElseThrow();
      assertThat(job).as("%s: the next of owner %s", seed, job.owner()).isEqualTo(first);
      // Whoever has waited since before this owner's last start must have had a start of its own
      // since.
      int last = lastStartOf.getOrDefault(job.owner(), -1);
      List<String> passedOver =
          waiting.stream()
              .filter(one -> !one.owner().equals(job.owner()) && one.startsBefore() <= last)
              .map(Waiting::owner)
              .filter(owner -> lastStartOf.getOrDefault(owner, -1) < last)
              .toList();
      assertThat(passedOver).as("%s: owners passed over when %s started", seed, job).isEmpty();
      lastStartOf.put(job.owner(), starts++);
      waiting.remove(job);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 424242, 31337})
  @DisplayName(
      "A4 in thousands of random steps each start is fair over owners and in turn inside its owner")
  void fairAndInTurn(long seed) {
    Random random = new Random(seed);
    VirtualTime clock = time;
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(3));
    Model model = new Model();
    List<String> started = new ArrayList<>();
    Map<String, ScriptedBody> running = new HashMap<>();
    Map<String, ScriptedBody> bodies = new HashMap<>();
    for (int i = 0; i < OPERATIONS; i++) {
      String where = "seed " + seed + ", operation " + i;
      int what = random.nextInt(100);
      if (what < 50 && model.waiting.size() < 40) {
        String owner = "o" + random.nextInt(OWNERS);
        int priority = random.nextInt(5) - 2;
        ScriptedBody body = ScriptedBody.of(clock);
        String id =
            manager.register(
                "task",
                "t",
                context -> {
                  started.add(context.jobId());
                  return body.run(context);
                },
                options().owner(owner).priority(priority).admission(Admission.QUEUE).build());
        bodies.put(id, body);
        model.queued(id, owner, priority);
      } else if (what < 55 && !model.waiting.isEmpty()) {
        String id = model.waiting.get(random.nextInt(model.waiting.size())).id();
        assertThat(manager.cancel(id)).as(where).isTrue();
        model.cancelled(id);
      } else if (what < 57) {
        manager.setMaxRunningJobs(1 + random.nextInt(5));
      } else if (!running.isEmpty()) {
        List<String> ids = running.keySet().stream().sorted().toList();
        running.remove(ids.get(random.nextInt(ids.size()))).complete("done");
      }
      clock.runReady();
      for (String id : started) {
        model.started(id, where);
        running.put(id, bodies.remove(id));
      }
      started.clear();
      if (running.size() < manager.maxRunningJobs()) {
        assertThat(model.waiting).as("%s: nothing waits while a slot is free", where).isEmpty();
      }
      assertThat(manager.runningJobs()).as(where).hasSize(running.size());
    }
  }
}
