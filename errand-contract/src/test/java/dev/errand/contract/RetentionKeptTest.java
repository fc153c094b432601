package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract H1: what retention does not touch, because somebody has still to get it. */
class RetentionKeptTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);

  private AsyncJobManager briefly() {
    return manager(builder -> builder.onJobComplete(sink).retention(Duration.ofSeconds(1)));
  }

  @Test
  @DisplayName("H1 queued and running jobs are never forgotten")
  void unfinished() {
    AsyncJobManager manager =
        manager(builder -> builder.retention(Duration.ZERO).maxRunningJobs(1));
    manager.register("task", "label", ScriptedBody.of(time), options().id("running").build());
    manager.register(
        "task", "label", DONE, options().id("queued").admission(Admission.QUEUE).build());
    time.advance(Duration.ofDays(400));
    assertThat(ids(manager.allJobs())).containsExactly("running", "queued");
  }

  @Test
  @DisplayName("H1 a result that nobody got because its sink fails is kept")
  void failing() {
    sink.answer(Answer.fail("no"));
    AsyncJobManager manager = briefly();
    manager.register("task", "label", DONE, options().id("a").build());
    time.advance(Duration.ofHours(23));
    assertThat(job(manager, "a").delivery().status()).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("H1 a held result that nobody has consumed is kept")
  void held() {
    AsyncJobManager manager = briefly();
    manager.register("task", "label", DONE, options().id("a").hold().build());
    time.advance(Duration.ofDays(30));
    assertThat(job(manager, "a").delivery().held()).isTrue();
    manager.unwatchJobs(List.of("a"));
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("H1 a hold on a result that was consumed does not keep it, and is closed in vain")
  void heldButConsumed() {
    AsyncJobManager manager = briefly();
    manager.register("task", "label", DONE, options().id("a").build());
    time.runReady();
    Hold hold = manager.hold("a").orElseThrow();
    time.advance(Duration.ofSeconds(1));
    assertThat(manager.job("a")).isEmpty();
    hold.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("H1 a parked result is kept until its owner's sink comes, and from then on")
  void parked() {
    AsyncJobManager manager =
        manager(builder -> builder.routeByOwner().retention(Duration.ofSeconds(1)));
    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    time.advance(Duration.ofDays(6));
    manager.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
    time.advance(Duration.ofMillis(999));
    assertThat(manager.job("a")).isPresent();
    time.advance(Duration.ofMillis(1));
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("H1 the run of a dead letter is kept as long as the letter, 7 days")
  void dead() {
    sink.answer(Answer.fail("no"));
    AsyncJobManager manager =
        manager(
            builder -> builder.onJobComplete(sink).retention(Duration.ofSeconds(1)).maxAttempts(1));
    manager.register("task", "label", DONE, options().id("a").build());
    time.runReady();
    time.advance(Duration.ofDays(7).minusMillis(1));
    assertThat(manager.deadLetters(JobFilter.all())).hasSize(1);
    assertThat(job(manager, "a").delivery().status()).isEqualTo(DeliveryStatus.DEAD);
    time.advance(Duration.ofMillis(1));
    assertThat(manager.deadLetters(JobFilter.all())).isEmpty();
    assertThat(manager.job("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {2_147_483_647L, 2_147_483_648L, 4_611_686_018_427L, Long.MAX_VALUE})
  @DisplayName("H1 a very long retention, of so many milliseconds, means: keep")
  void veryLong(long millis) {
    AsyncJobManager manager =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ofMillis(millis)));
    manager.register("task", "label", DONE, options().id("a").build());
    time.advance(Duration.ofDays(24));
    assertThat(manager.job("a")).isPresent();
  }

  @Test
  @DisplayName("H1 the longest duration there is means: keep, and does not disturb what goes")
  void longest() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager keeps =
        manager(
            builder -> builder.sharedStore(store).retention(Duration.ofSeconds(Long.MAX_VALUE)));
    AsyncJobManager forgets =
        manager(builder -> builder.sharedStore(store).retention(Duration.ofMinutes(1)));
    keeps.register("task", "label", DONE, options().id("kept").build());
    forgets.register("task", "label", DONE, options().id("forgotten").build());
    time.advance(Duration.ofDays(3_650));
    assertThat(ids(keeps.allJobs())).containsExactly("kept");
  }

  @Test
  @DisplayName("H1 each run is kept as long as the manager that registered it said")
  void byRegistration() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager minute =
        manager(builder -> builder.sharedStore(store).retention(Duration.ofMinutes(1)));
    AsyncJobManager hour =
        manager(builder -> builder.sharedStore(store).retention(Duration.ofHours(1)));
    minute.register("task", "label", DONE, options().id("minute").build());
    hour.register("task", "label", DONE, options().id("hour").build());
    time.advance(Duration.ofMinutes(1));
    assertThat(ids(minute.allJobs())).containsExactly("hour");
    time.advance(Duration.ofMinutes(59));
    assertThat(hour.allJobs()).isEmpty();
  }

  @Test
  @DisplayName("H1 a muted run that is resumed in time is delivered, and kept from then on")
  void resumedInTime() {
    AsyncJobManager manager = briefly();
    manager.register("task", "label", DONE, options().id("a").build());
    manager.acknowledgeDeliveries(List.of("a"));
    time.runReady();
    time.advance(Duration.ofMillis(900));
    sink.answer(Answer.hang());
    assertThat(manager.resumeDeliveries(List.of("a"))).isEqualTo(1);
    time.advance(Duration.ofSeconds(5));
    sink.lastCall().succeed();
    time.runReady();
    time.advance(Duration.ofMillis(999));
    assertThat(manager.job("a")).isPresent();
    time.advance(Duration.ofMillis(1));
    assertThat(manager.job("a")).isEmpty();
    assertThat(sink.calls()).hasSize(1);
  }
}
