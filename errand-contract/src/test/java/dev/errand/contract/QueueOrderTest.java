package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A4: in which order queued jobs start, seen through one slot. */
class QueueOrderTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody busy = ScriptedBody.of(time);
  private final List<String> started = new ArrayList<>();

  @BeforeEach
  void fillTheSlot() {
    manager.register("task", "busy", busy, options().owner("somebody else").build());
    time.runReady();
  }

  @Test
  @DisplayName("A4 inside an owner first come is first served")
  void firstCome() {
    queue("a", 0, "a1");
    queue("a", 0, "a2");
    queue("a", 0, "a3");

    assertThat(startOrder()).containsExactly("a1", "a2", "a3");
  }

  @Test
  @DisplayName("A4 inside an owner the higher priority starts first, then first come")
  void priority() {
    queue("a", 0, "normal");
    queue("a", -100, "lowest");
    queue("a", 100, "highest");
    queue("a", 1, "high");
    queue("a", 1, "high too");
    queue("a", -1, "low");

    assertThat(startOrder())
        .containsExactly("highest", "high", "high too", "normal", "low", "lowest");
  }

  @Test
  @DisplayName("A4 priorities reach from -100 to 100")
  void range() {
    assertThatThrownBy(() -> options().priority(101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priority must be between -100 and 100, not 101");
    assertThatThrownBy(() -> options().priority(-101)).isInstanceOf(IllegalArgumentException.class);
    assertThat(JobOptions.DEFAULT.priority()).isZero();
  }

  @Test
  @DisplayName("A4 owners take turns: one with many jobs does not hold up another")
  void roundRobin() {
    for (int i = 1; i <= 4; i++) {
      queue("a", 0, "a" + i);
    }
    queue("b", 0, "b1");
    queue("b", 0, "b2");
    queue("c", 0, "c1");

    assertThat(startOrder()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
  }

  @Test
  @DisplayName("A4 priority counts inside an owner only: it does not win another owner's turn")
  void priorityIsInsideAnOwner() {
    queue("a", -100, "a low");
    queue("b", 100, "b high");
    queue("c", 0, "c");
    queue("a", 100, "a high");
    queue("b", 100, "b high too");

    assertThat(startOrder()).containsExactly("a high", "b high", "c", "a low", "b high too");
  }

  @Test
  @DisplayName("A4 unowned jobs take turns with the owners as one lane")
  void unownedIsOneLane() {
    queue("", 0, "u1");
    queue("", 0, "u2");
    queue("a", 0, "a1");
    queue("a", 0, "a2");

    assertThat(startOrder()).containsExactly("u1", "a1", "u2", "a2");
  }

  @Test
  @DisplayName("A4 an owner and its child are two owners when it comes to turns")
  void childIsAnOwnerOfItsOwn() {
    queue("a", 0, "a1");
    queue("a", 0, "a2");
    queue("a/b", 0, "child");

    assertThat(startOrder()).containsExactly("a1", "child", "a2");
  }

  @Test
  @DisplayName("A4 who comes late gets its turn within one round")
  void lateComer() {
    for (int i = 1; i <= 50; i++) {
      queue("a", 0, "a" + i);
    }
    queue("b", 0, "b1");

    assertThat(startOrder().indexOf("b1")).isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("A4 a cancelled queued job loses its turn to the next of its owner")
  void cancelledLosesItsTurn() {
    String first = queue("a", 5, "a1");
    queue("a", 0, "a2");
    queue("b", 0, "b1");
    manager.cancel(first);

    assertThat(startOrder()).containsExactly("a2", "b1");
  }

  @Test
  @DisplayName("A4 several slots that become free at once are filled in turn, too")
  void severalSlots() {
    queue("a", 0, "a1");
    queue("a", 0, "a2");
    queue("a", 9, "a0");
    queue("b", 0, "b1");
    queue("c", 0, "c1");

    manager.setMaxRunningJobs(5);
    time.runReady();

    assertThat(started.subList(0, 3)).containsExactly("a0", "b1", "c1");
    assertThat(started).containsExactly("a0", "b1", "c1", "a1", "a2");
  }

  private String queue(String owner, int priority, String label) {
    JobOptions.Builder options = options().admission(Admission.QUEUE).priority(priority);
    if (!owner.isEmpty()) {
      options.owner(owner);
    }
    return manager.register(
        "task",
        label,
        context -> {
          started.add(label);
          return JobResult.empty();
        },
        options.build());
  }

  private List<String> startOrder() {
    time.runReady();
    assertThat(started).isEmpty();
    busy.complete("go");
    time.runReady();
    return started;
  }
}
