package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobHandler;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.QueueFullException;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * L1 for the builder of a manager: each thing is checked as it is said, and what is refused changes
 * nothing.
 */
class BadInputManagerTest extends ContractTest {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final JobHandler HANDLER = (payload, context) -> JobResult.empty();

  private record Case(String message, Consumer<AsyncJobManager.Builder> call) {}

  private final List<Case> managers =
      List.of(
          new Case(
              "maxRunningJobs must be at least 1, not 0", builder -> builder.maxRunningJobs(0)),
          new Case(
              "maxRunningJobsPerOwner must be at least 1, not 0",
              builder -> builder.maxRunningJobsPerOwner(0)),
          new Case(
              "maxQueuedJobs must be at least 0, not -1", builder -> builder.maxQueuedJobs(-1)),
          new Case(
              "maxQueuedJobsPerOwner must be at least 0, not -1",
              builder -> builder.maxQueuedJobsPerOwner(-1)),
          new Case("cancelGrace must not be null", builder -> builder.cancelGrace(null)),
          new Case(
              "cancelGrace must not be negative, but is PT-0.000000001S",
              builder -> builder.cancelGrace(NEGATIVE)),
          new Case("storeTimeout must not be null", builder -> builder.storeTimeout(null)),
          new Case(
              "storeTimeout must be longer than zero, not PT0S",
              builder -> builder.storeTimeout(Duration.ZERO)),
          new Case("handler must not be null", builder -> builder.handler(null, HANDLER)),
          new Case("handler must not be blank", builder -> builder.handler(" ", HANDLER)),
          new Case(
              "handler must have at most 200 characters, not 201",
              builder -> builder.handler("h".repeat(201), HANDLER)),
          new Case(
              "handler must have printable characters only, but character 2 is U+0009",
              builder -> builder.handler("h\t", HANDLER)),
          new Case("handler new must not be null", builder -> builder.handler("new", null)),
          new Case(
              "handler known must be given only once",
              builder -> builder.handler("known", HANDLER)),
          new Case(
              "recovery of handler new must not be null",
              builder -> builder.handler("new", HANDLER, null)),
          new Case("maxReruns must be at least 1, not 0", builder -> builder.maxReruns(0)),
          new Case("store must not be null", builder -> builder.store(null)),
          new Case("sharedStore must not be null", builder -> builder.sharedStore(null)),
          new Case("timeAndThreads must not be null", builder -> builder.timeAndThreads(null)));

  @TestFactory
  @DisplayName(
      "L1 the manager's builder refuses what is null, blank or out of range, says so, and stays as"
          + " it was")
  Stream<DynamicTest> managerBuilder() {
    return managers.stream()
        .map(one ->
            dynamicTest(
                one.message(),
                () -> {
                  AsyncJobManager manager =
                      manager(builder -> {
                        builder.maxRunningJobs(3).handler("known", HANDLER);
                        assertThatThrownBy(() -> one.call().accept(builder))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage(one.message());
                        return builder;
                      });
                  assertThat(manager.maxRunningJobs()).isEqualTo(3);
                  manager.register("task", "label", DONE);
                  time.runReady();
                  assertThat(ids(manager.recentJobs())).containsExactly("bg_1");
                }));
  }

  @Test
  @DisplayName("L1 what is just within the range is taken")
  void justWithin() {
    AsyncJobManager manager =
        manager(builder ->
            builder
                .maxRunningJobs(1)
                .maxRunningJobsPerOwner(Integer.MAX_VALUE)
                .maxQueuedJobs(0)
                .maxQueuedJobsPerOwner(0)
                .cancelGrace(LONGEST)
                .storeTimeout(LONGEST)
                .handler("h".repeat(200), HANDLER));
    manager.register("task", "label", DONE);
    time.runReady();
    assertThat(ids(manager.recentJobs())).containsExactly("bg_1");
  }

  @Test
  @DisplayName(
      "L1 a registration that is refused for want of room changes nothing: no row, no number, no"
          + " slot")
  void limits() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2).maxQueuedJobs(1));
    RecordingListener heard = new RecordingListener();
    manager.addListener(heard);
    ScriptedBody first = ScriptedBody.of(time);
    assertThat(manager.register("task", "label", first)).isEqualTo("bg_1");
    assertThat(manager.register("task", "label", ScriptedBody.of(time))).isEqualTo("bg_2");
    assertThatThrownBy(
            () -> manager.register("task", "label", DONE, options().owner("new").build()))
        .isInstanceOf(JobLimitReachedException.class)
        .hasMessage(
            "Background job limit reached (2). Wait for running jobs to finish or cancel one.");

    JobOptions queue = options().admission(Admission.QUEUE).build();
    assertThat(manager.register("task", "label", ScriptedBody.of(time), queue)).isEqualTo("bg_3");
    assertThatThrownBy(() -> manager.register("task", "label", DONE, queue))
        .isInstanceOf(QueueFullException.class);
    time.runReady();
    assertThat(ids(manager.allJobs())).containsExactly("bg_1", "bg_2", "bg_3");
    assertThat(heard.words()).filteredOn(word -> word.startsWith("registered")).hasSize(3);

    first.complete("text");
    time.runReady();
    assertThat(manager.register("task", "label", DONE, queue)).isEqualTo("bg_4");
  }
}
