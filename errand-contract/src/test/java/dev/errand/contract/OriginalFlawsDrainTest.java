package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flaws of the original in {@code drainDeliveries}. */
class OriginalFlawsDrainTest extends DeliveryContractTest {
  private static final List<JobFilter> FILTERS =
      List.of(JobFilter.all(), JobFilter.owner("me"), JobFilter.ownerTree("me"));

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  private final Instant begin = time.now();

  private Duration passed() {
    return Duration.between(begin, time.now());
  }

  private boolean drain(Duration timeout, JobFilter filter) {
    try {
      return manager.drainDeliveries(timeout, filter);
    } catch (InterruptedException nobodyDoes) {
      throw new IllegalStateException(nobodyDoes);
    }
  }

  @Test
  @DisplayName(
      "flaw 7: a drain with nothing left to wait for returned only at the old retry time (F14)")
  void flaw7() {
    sink.answer(Answer.fail("always"));
    end(manager, "a", "me");
    List<Boolean> answers = new ArrayList<>();
    for (JobFilter filter : FILTERS) {
      time.start("drain", () -> answers.add(drain(Duration.ofHours(1), filter)));
    }
    time.runReady();
    assertThat(answers).isEmpty();
    manager.acknowledgeDeliveries(List.of("a"));
    time.runReady();
    assertThat(answers).containsExactly(true, true, true);
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName(
      "flaw 18: the drain of one owner gave up at once when the next retry was behind its deadline,"
          + " the other one waited (F14)")
  void flaw18Deadline() {
    sink.answer(Answer.fail("always"));
    end(manager, "a", "me");
    time.advance(Duration.ofMinutes(5));
    for (JobFilter filter : FILTERS) {
      Instant before = time.now();
      assertThat(drain(Duration.ofMillis(50), filter)).isFalse();
      assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofMillis(50));
    }
  }

  @Test
  @DisplayName(
      "flaw 18: the drain of one owner returned false although the delivery succeeds in time (F14)")
  void flaw18Success() {
    for (JobFilter filter : FILTERS) {
      sink.answerNext(Answer.fail("once"));
      manager.register("task", "label", RESULT, options().owner("me").build());
      time.runReady();
      assertThat(drain(Duration.ofSeconds(10), filter)).isTrue();
      assertThat(manager.hasPendingDeliveries()).isFalse();
    }
    assertThat(sink.calls()).hasSize(6);
  }

  @Test
  @DisplayName("flaw 18: each drain of one owner with no time started a sink call (F14)")
  void flaw18Zero() {
    sink.answer(Answer.hang());
    end(manager, "a", "me");
    end(manager, "b", "me");
    for (int i = 0; i < 5; i++) {
      for (JobFilter filter : FILTERS) {
        assertThat(drain(Duration.ZERO, filter)).isFalse();
      }
    }
    assertThat(sink.calls()).hasSize(1);
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName("flaw 19: a sink that awaited the drain stopped all deliveries for ever (F14)")
  void flaw19() {
    List<Throwable> refusals = new ArrayList<>();
    DeliverySink draining =
        delivery -> {
          for (JobFilter filter : FILTERS) {
            try {
              manager.drainDeliveries(Duration.ofDays(1), filter);
            } catch (IllegalStateException refusal) {
              refusals.add(refusal);
            }
          }
        };
    manager.registerDeliverySink("me", draining);
    end(manager, "a", "me");
    end(manager, "b", "me");
    end(manager, "c", "you");
    assertThat(refusals).hasSize(6).allMatch(thrown -> thrown.getMessage().contains("sink"));
    assertThat(sink.jobIds()).containsExactly("c");
    assertThat(drain(Duration.ZERO, JobFilter.all())).isTrue();
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName("flaw 20: a drain left its sleep behind for the rest of its timeout (F14)")
  void flaw20() {
    sink.answer(Answer.hang());
    end(manager, "a", "me");
    List<Boolean> answers = new ArrayList<>();
    int before = time.pendingTimers();
    for (JobFilter filter : FILTERS) {
      time.start("drain", () -> answers.add(drain(Duration.ofDays(1), filter)));
    }
    time.runReady();
    assertThat(time.pendingTimers()).isGreaterThan(before);
    sink.lastCall().succeed();
    time.runReady();
    assertThat(answers).containsExactly(true, true, true);
    time.advance(Duration.ofMinutes(1));
    assertThat(time.pendingTimers()).as("only that of the retention").isEqualTo(1);
  }
}
