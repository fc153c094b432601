package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F14: what else may happen while somebody drains. */
class DrainEndsTest extends MailContractTest {

  @Test
  @DisplayName("F14 what becomes pending while it waits counts as well")
  void registeredMeanwhile() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a");
    Forked<Boolean> drain = fork(() -> manager.drainDeliveries(HOUR));
    ended(manager, "b");

    sink.lastCall().succeed();
    time.runReady();
    assertThat(drain.isOver()).isFalse();
    sink.lastCall().succeed();
    time.runReady();

    assertThat(drain.result()).isTrue();
  }

  @Test
  @DisplayName(
      "F14 it comes back at once when the last one is acknowledged, held, parked or forgotten")
  void goesOtherwise() {
    AsyncJobManager manager = parking();
    List<Runnable> ways =
        List.of(
            () -> manager.acknowledgeDeliveries(List.of("a0")),
            () -> manager.hold("a1"),
            () -> manager.watchJobs(List.of("a2")),
            () -> manager.evict(ALICE));
    for (int i = 0; i < ways.size(); i++) {
      manager.registerDeliverySink("alice", RecordingSink.of(time, Answer.fail("no")));
      ended(manager, "a" + i);
      assertDrainedBy(manager, ways.get(i));
    }
    Subscription last =
        manager.registerDeliverySink("alice", RecordingSink.of(time, Answer.fail("no")));
    ended(manager, "last");
    assertDrainedBy(manager, last::close);
  }

  private void assertDrainedBy(AsyncJobManager manager, Runnable way) {
    Instant before = time.now();
    Forked<Boolean> drain = fork(() -> manager.drainDeliveries(HOUR));
    assertThat(drain.isOver()).isFalse();

    way.run();
    time.runReady();

    assertThat(drain.result()).isTrue();
    assertThat(time.now()).isEqualTo(before);
  }

  @Test
  @DisplayName("F14 it comes back at once when the last one becomes a dead letter")
  void dies() throws InterruptedException {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink).maxAttempts(2));
    sink.answer(Answer.fail("no"));
    ended(manager, "a");

    assertThat(manager.drainDeliveries(HOUR)).isTrue();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(time.now()).isEqualTo(sink.lastCall().at());
  }

  @Test
  @DisplayName("F14 a job that goes on is not pending, whatever comes of it later")
  void runningJobs() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ScriptedBody body = running(manager, "a");
    Instant before = time.now();
    assertThat(manager.drainDeliveries(HOUR)).isTrue();
    assertThat(time.now()).isEqualTo(before);

    end(body);

    assertThat(manager.drainDeliveries(SECOND)).isFalse();
  }
}
