package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B4: an Error fails the job like any exception, and the manager goes on. */
class BodyErrorsTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2));
  private final ScriptedBody bystander = ScriptedBody.of(time);

  @BeforeEach
  void startABystander() {
    manager.register("task", "bystander", bystander);
    time.runReady();
  }

  @Test
  @DisplayName("B4 out of memory fails only the job")
  void outOfMemory() {
    assertFailsOnlyTheJob(
        context -> {
          throw new OutOfMemoryError("Java heap space");
        },
        "Java heap space");
  }

  @Test
  @DisplayName("B4 a linkage error fails only the job, in whatever form it comes")
  void linkage() {
    assertFailsOnlyTheJob(
        context -> {
          throw new LinkageError("wrong version");
        },
        "wrong version");
    assertFailsOnlyTheJob(
        context -> {
          throw new NoClassDefFoundError("dev/example/Gone");
        },
        "dev/example/Gone");
    assertFailsOnlyTheJob(
        context -> {
          throw new ExceptionInInitializerError();
        },
        "java.lang.ExceptionInInitializerError");
  }

  @Test
  @DisplayName("B4 a real stack overflow fails only the job")
  void stackOverflow() {
    assertFailsOnlyTheJob(context -> JobResult.of("" + endless(0)), "java.lang.StackOverflowError");
  }

  @Test
  @DisplayName("B4 any other Error fails only the job")
  void otherErrors() {
    assertFailsOnlyTheJob(
        context -> {
          throw new AssertionError("must not be");
        },
        "must not be");
    assertFailsOnlyTheJob(
        context -> {
          throw new Error();
        },
        "java.lang.Error");
  }

  @Test
  @DisplayName("B4 a checked exception that nobody declared fails only the job")
  void sneakyException() {
    assertFailsOnlyTheJob(
        context -> sneakily(new Throwable("neither Exception nor Error")),
        "neither Exception nor Error");
  }

  @Test
  @DisplayName("B4 Errors by the dozen take no slot with them")
  void byTheDozen() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      ids.add(
          manager.register(
              "task",
              "t",
              context -> {
                throw new OutOfMemoryError();
              }));
      time.runReady();
    }

    assertThat(ids).allMatch(id -> job(manager, id).status() == JobStatus.FAILED);
  }

  private void assertFailsOnlyTheJob(JobBody body, String text) {
    String id = manager.register("task", "t", body);
    time.runReady();

    Job job = job(manager, id);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
    assertThat(job.end().orElseThrow().text()).isEqualTo(text);
    assertThat(job.settledAt()).isPresent();
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.RUNNING);
    String next = manager.register("task", "next", DONE);
    time.runReady();
    assertThat(job(manager, next).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> JobResult sneakily(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
