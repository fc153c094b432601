package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F14: a drain that is over leaves nothing behind, however it ended. */
class DrainTimersTest extends MailContractTest {

  private interface Wait {
    void on(AsyncJobManager manager, VirtualTime clock) throws InterruptedException;
  }

  /** How many timers there are after this, with one delivery that the sink got before. */
  private int timersAfter(Function<VirtualTime, DeliverySink> sink, Wait wait)
      throws InterruptedException {
    VirtualTime clock = VirtualTime.create();
    AsyncJobManager manager =
        AsyncJobManager.builder().timeAndThreads(clock).onJobComplete(sink.apply(clock)).build();
    manager.register("task", "label", DONE);
    clock.runReady();
    wait.on(manager, clock);
    int timers = clock.pendingTimers();
    manager.close(Duration.ZERO);
    return timers;
  }

  @Test
  @DisplayName("F14 a drain that succeeds leaves no timer behind")
  void succeeds() throws InterruptedException {
    Function<VirtualTime, DeliverySink> slow = clock -> delivery -> clock.sleep(SECOND);

    int without = timersAfter(slow, (manager, clock) -> clock.advance(SECOND));
    int with =
        timersAfter(slow, (manager, clock) -> assertThat(manager.drainDeliveries(HOUR)).isTrue());

    assertThat(with).isEqualTo(without);
  }

  @Test
  @DisplayName("F14 a drain that is true at once leaves no timer behind")
  void atOnce() throws InterruptedException {
    int without = timersAfter(RecordingSink::of, (manager, clock) -> {});
    int with =
        timersAfter(
            RecordingSink::of,
            (manager, clock) -> assertThat(manager.drainDeliveries(HOUR)).isTrue());

    assertThat(with).isEqualTo(without);
  }

  @Test
  @DisplayName("F14 a drain that runs into its deadline leaves no timer behind")
  void deadline() throws InterruptedException {
    Function<VirtualTime, DeliverySink> hanging =
        clock -> RecordingSink.of(clock, Answer.hangStubbornly());

    int without = timersAfter(hanging, (manager, clock) -> clock.advance(SECOND));
    int with =
        timersAfter(
            hanging, (manager, clock) -> assertThat(manager.drainDeliveries(SECOND)).isFalse());

    assertThat(with).isEqualTo(without);
  }

  @Test
  @DisplayName("F14 a drain on a thread of its own leaves no timer behind, in whatever way it ends")
  void onItsOwnThread() throws InterruptedException {
    Function<VirtualTime, DeliverySink> hanging =
        clock -> RecordingSink.of(clock, Answer.hangStubbornly());

    int without = timersAfter(hanging, (manager, clock) -> clock.advance(SECOND));
    int with =
        timersAfter(
            hanging,
            (manager, clock) -> {
              int before = clock.pendingTimers();
              Forked<Boolean> interrupted =
                  new Forked<>(clock, () -> manager.drainDeliveries(HOUR));
              Forked<Boolean> tooShort = new Forked<>(clock, () -> manager.drainDeliveries(SECOND));
              clock.runReady();
              assertThat(clock.pendingTimers()).as("while they wait").isGreaterThan(before);
              interrupted.interrupt();
              clock.advance(SECOND);
              assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
              assertThat(tooShort.result()).isFalse();
            });

    assertThat(with).isEqualTo(without);
  }

  @Test
  @DisplayName("F14 an interrupted drain changes nothing: the delivery goes on")
  void interrupted() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a");
    Forked<Boolean> drain = fork(() -> manager.drainDeliveries(HOUR));

    drain.interrupt();
    time.runReady();
    assertThat(drain.failure()).isInstanceOf(InterruptedException.class);
    sink.lastCall().succeed();
    time.runReady();

    assertThat(jobIds(sink.taken())).containsExactly("a");
  }
}
