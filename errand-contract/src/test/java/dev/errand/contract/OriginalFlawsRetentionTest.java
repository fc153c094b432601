package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flaws of the original in how long it kept what. */
class OriginalFlawsRetentionTest extends DeliveryContractTest {
  private static final Duration RETENTION = Duration.ofMinutes(5);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @ParameterizedTest
  @ValueSource(longs = {Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE})
  @DisplayName("flaw 23: a retention of more than 2^31-1 ms forgot after 1 ms (H1)")
  void flaw23(long millis) {
    AsyncJobManager keeps =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ofMillis(millis)));
    end(keeps, "a");
    time.advance(Duration.ofDays(20));
    assertThat(keeps.job("a")).isPresent();
  }

  @Test
  @DisplayName(
      "flaw 25: a cancelled job was kept from its cancel on, and its late result could be lost (C3,"
          + " H1)")
  void flaw25() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a");
    time.advance(RETENTION.multipliedBy(3));
    body.complete("late result");
    time.runReady();
    time.advance(RETENTION.minus(TICK));
    assertThat(job(manager, "a").lateText()).contains("late result");
    time.advance(TICK);
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("flaw 25: somebody who asks for a result after a long time still finds it (H1)")
  void flaw25FailingSink() {
    sink.answer(Answer.fail("the session is away"));
    end(manager, "a");
    time.advance(RETENTION.multipliedBy(3));
    assertThat(job(manager, "a").end().orElseThrow().text()).isEqualTo("result of a");
  }

  @Test
  @DisplayName("flaw 15: timers of forgetting outlived what they were for (H3)")
  void flaw15() {
    for (int i = 0; i < 10; i++) {
      ScriptedBody body = startStubborn(manager, "job-" + i, options());
      manager.cancel("job-" + i, i % 2 == 0 ? CancelledBy.OWNER : CancelledBy.PERSON);
      time.advance(Duration.ofSeconds(20));
      body.complete("late");
    }
    manager.register("task", "label", DONE, options().id("muted").build());
    manager.acknowledgeDeliveries(List.of("muted"));
    time.advance(RETENTION.plusMinutes(1));
    assertThat(manager.allJobs()).isEmpty();
    assertThat(time.pendingTimers()).isZero();
  }
}
