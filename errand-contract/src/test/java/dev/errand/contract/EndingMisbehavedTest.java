package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.JobFailedException;
import dev.errand.JobStatus;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C1 where the exception of a body does not behave: the run ends all the same. */
class EndingMisbehavedTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));

  @Test
  @DisplayName("C1 every body comes to an end, also one whose exception does not behave")
  void unwillingException() {
    RuntimeException noMessage =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("not even that");
          }
        };
    manager.register(
        "task",
        "label",
        context -> {
          throw noMessage;
        },
        options().id("a").build());
    time.runReady();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(manager, "a").end().orElseThrow().text())
        .isEqualTo(noMessage.getClass().getName());
  }

  @Test
  @DisplayName("C1 every body comes to an end: a failure cannot withhold its data or its exit")
  void unwillingFailure() throws ReflectiveOperationException {
    for (String asked : new String[] {"data", "exit"}) {
      assertThat(JobFailedException.class.getMethod(asked).getModifiers())
          .matches(Modifier::isFinal);
    }
    Exception unwilling =
        new JobFailedException("unwilling") {
          @Override
          public String getMessage() {
            throw new StackOverflowError();
          }
        };
    manager.register(
        "task",
        "label",
        context -> {
          throw unwilling;
        },
        options().id("a").build());
    time.runReady();
    assertThat(job(manager, "a").end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
    manager.register("task", "label", DONE, options().id("next").build());
    assertThat(job(manager, "next").status())
        .as("the slot is free again")
        .isEqualTo(JobStatus.RUNNING);
  }
}
