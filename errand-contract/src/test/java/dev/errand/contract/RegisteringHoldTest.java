package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.testkit.ScriptedBody;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A1: options.hold() is part of the registering step itself. */
class RegisteringHoldTest extends ContractTest {
  private final MemoryStore store = new MemoryStore(time);
  private final List<String> steps = new ArrayList<>();
  private final List<Run> afterEachStep = new ArrayList<>();

  @Test
  @DisplayName("A1 options.hold() is taken in the registering step, before anybody else can act")
  void heldFromTheRegisteringStepOn() {
    AsyncJobManager manager = manager(builder -> builder.sharedStore(watched()));
    steps.clear();

    String id = manager.register("task", "t", DONE, options().id("x").hold().build());
    assertThat(steps).containsExactly("Register");
    assertThat(holds(id)).isOne();

    time.runReady();
    assertThat(steps).containsExactly("Register", "Finish");
    assertThat(afterEachStep).hasSize(2).allMatch(run -> run.mail().holds() == 1);
  }

  @Test
  @DisplayName("A1 options.hold() holds a queued run as well, through its start and its end")
  void queuedAndHeld() {
    AsyncJobManager manager = manager(builder -> builder.sharedStore(watched()).maxRunningJobs(1));
    ScriptedBody first = ScriptedBody.of(time);
    manager.register("task", "first", first);
    JobOptions held = options().id("x").admission(Admission.QUEUE).hold().build();

    manager.register("task", "second", DONE, held);
    assertThat(holds("x")).isOne();
    time.runReady();
    first.complete("go");
    time.runReady();

    assertThat(job(manager, "x").end()).isPresent();
    assertThat(afterEachStep).isNotEmpty().allMatch(run -> run.mail().holds() == 1);
  }

  @Test
  @DisplayName("A1 without options.hold() nothing is held")
  void notHeld() {
    AsyncJobManager manager = manager(builder -> builder.sharedStore(watched()));

    String id = manager.register("task", "t", DONE);

    assertThat(holds(id)).isZero();
  }

  private int holds(String id) {
    return store.find(id, JobFilter.all()).orElseThrow().mail().holds();
  }

  /**
   * The store, with a note of each step and of the run {@code x} as it stood when that step had
   * been applied.
   */
  private JobStore watched() {
    return watching(step -> {
      steps.add(step.getClass().getSimpleName());
      store.find("x", JobFilter.all()).ifPresent(afterEachStep::add);
    });
  }

  private JobStore watching(Consumer<Step<?>> afterStep) {
    return (JobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              Object answer;
              try {
                answer = method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
              if (method.getName().equals("submit")) {
                afterStep.accept((Step<?>) arguments[0]);
              }
              return answer;
            });
  }
}
