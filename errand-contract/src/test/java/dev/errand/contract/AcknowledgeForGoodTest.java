package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.JobOptions;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F12: acknowledged stays acknowledged, and belongs to the run. */
class AcknowledgeForGoodTest extends MailContractTest {
  private static final List<String> A = List.of("a");

  @Test
  @DisplayName("F12 acknowledged stays acknowledged when the row goes during the call: no retry")
  void rowGoes() {
    AsyncJobManager manager =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    sink.answer(Answer.hang());
    ended(manager, "a");

    manager.acknowledgeDeliveries(A);
    assertThat(manager.job("a")).as("nothing is retained").isEmpty();
    sink.lastCall().fail("no");
    time.runReady();
    assertThat(manager.deliveryState().queued()).isZero();
    time.advance(HOUR);

    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F12 acknowledged stays acknowledged when the run is evicted during the call")
  void evicted() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a");
    manager.acknowledgeDeliveries(A);
    assertThat(manager.evict(ALL)).isOne();

    sink.lastCall().fail("no");
    time.advance(HOUR);

    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F12 acknowledged stays acknowledged when the next manager takes over the store")
  void nextManager() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager first = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    sink.answer(Answer.fail("no"));
    ended(first, "a", "b");
    first.acknowledgeDeliveries(A);
    first.close(Duration.ZERO);

    sink.answer(Answer.take());
    AsyncJobManager second = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    time.advance(SECOND);

    assertThat(jobIds(sink.taken())).containsExactly("b");
    assertThat(status(second, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F12 an acknowledgement belongs to its run: a namesake is neither muted nor dropped")
  void namesake() {
    AsyncJobManager manager = delivering();
    ScriptedBody first = running(manager, "a");
    manager.acknowledgeDeliveries(A);
    end(first);
    manager.evict(ALL);

    ended(manager, "a");

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F12 acknowledging what waits for its retry makes room at once for what is due")
  void doesNotHoldUp() {
    AsyncJobManager manager = delivering();
    sink.answerTo("a", Answer.fail("no"));
    ended(manager, "a");
    time.advance(Duration.ofMinutes(2));
    manager.acknowledgeDeliveries(A);

    ended(manager, "b");

    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F12 an acknowledged call that hangs frees its lane when it is over, like any other")
  void laneGoesOn() {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.hang());
    ended(manager, "a", "b");
    manager.acknowledgeDeliveries(A);
    time.runReady();
    assertThat(sink.jobIds()).as("one call at a time").containsExactly("a");

    sink.lastCall().fail("no");
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F12 a queued job is muted, too")
  void queued() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink).maxRunningJobs(1));
    ScriptedBody busy = running(manager, "busy");
    JobOptions queue = options().id("a").admission(Admission.QUEUE).build();
    manager.register("task", "label", DONE, queue);

    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    end(busy);
    time.advance(SECOND);

    assertThat(sink.jobIds()).containsExactly("busy");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.MUTED);
    assertThat(job(manager, "a").end()).isPresent();
  }

  @Test
  @DisplayName("F12 a muted job that its owner cancels was never due")
  void cancelledByItsOwner() {
    AsyncJobManager manager = delivering();
    running(manager, "a");
    manager.acknowledgeDeliveries(A);

    manager.cancel("a");
    time.runReady();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.NEVER_DUE);
    assertThat(manager.resumeDeliveries(A)).isZero();
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();
  }
}
