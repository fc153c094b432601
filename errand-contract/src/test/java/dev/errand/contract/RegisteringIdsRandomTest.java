package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract A2 against a model that does what the clause says, word by word. */
class RegisteringIdsRandomTest extends ContractTest {
  private static final int OPERATIONS = 2_000;
  private static final List<String> WANTED =
      List.of(
          "x", "x-2", "x-7", "x-7-3", "x-19", " y ", "y-1", "bg_3", "bg_40", "bg_40-2", "z-", "-5",
          "q-07");
  private static final List<String> OWNERS = List.of("a", "b", "c");

  /** The ids that are taken, each with its owner, and the number that comes next. */
  private static final class Model {
    private final Map<String, String> taken = new HashMap<>();
    private int next = 1;

    String give(Optional<String> wanted, String owner) {
      String id = wanted.map(String::trim).map(this::near).orElseGet(this::automatic);
      taken.put(id, owner);
      return id;
    }

    private String automatic() {
      while (taken.containsKey("bg_" + next)) {
        next++;
      }
      return "bg_" + next++;
    }

    private String near(String wanted) {
      if (!taken.containsKey(wanted)) {
        return wanted;
      }
      int highest =
          taken.keySet().stream()
              .filter(id -> id.startsWith(wanted + "-"))
              .map(id -> id.substring(wanted.length() + 1))
              .filter(rest -> rest.matches("[1-9][0-9]*"))
              .mapToInt(Integer::parseInt)
              .max()
              .orElse(1);
      return wanted + "-" + Math.max(2, highest + 1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20260101, 987654321})
  @DisplayName("A2 thousands of random registrations and evictions give the ids of the model")
  void asTheModelSays(long seed) {
    Random random = new Random(seed);
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(OPERATIONS));
    Model model = new Model();
    for (int i = 0; i < OPERATIONS; i++) {
      if (random.nextInt(60) == 0) {
        String owner = OWNERS.get(random.nextInt(OWNERS.size()));
        time.runReady(); // all have ended now
        manager.evict(JobFilter.owner(owner));
        model.taken.values().removeIf(owner::equals);
        continue;
      }
      Optional<String> wanted =
          random.nextInt(3) == 0
              ? Optional.empty()
              : Optional.of(WANTED.get(random.nextInt(WANTED.size())));
      String owner = OWNERS.get(random.nextInt(OWNERS.size()));
      JobOptions.Builder options = options().owner(owner);
      wanted.ifPresent(options::id);

      String given = manager.register("task", "t", DONE, options.build());

      assertThat(given)
          .as("seed %d, operation %d, wanted %s", seed, i, wanted)
          .isEqualTo(model.give(wanted, owner));
    }
    assertThat(ids(manager.allJobs()))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(model.taken.keySet());
  }
}
