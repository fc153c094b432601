package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.Hold;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.TakenDeliveries;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.spi.Step;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract I1: a manager closes the store that is its own, and no other. */
class OwnStoreTest extends ContractTest {
  @RegisterExtension private final CaughtLog log = new CaughtLog();

  private final JobStore store = new MemoryStore(time);

  private static boolean isClosed(JobStore store) {
    return store.submit(new Step.Sweep()).isCompletedExceptionally();
  }

  @Test
  @DisplayName("I1 close closes the manager's own store, after all else")
  void own() {
    AsyncJobManager manager = manager(builder -> builder.store(store));
    manager.register("task", "label", DONE, options().id("x").build());
    time.runReady();
    assertThat(isClosed(store)).isFalse();
    assertThat(manager.close(Duration.ofSeconds(1)).clean()).isTrue();
    assertThat(isClosed(store)).isTrue();
    assertThat(log.records()).isEmpty();
    assertThat(job(manager, "x").status())
        .as("it can still be read")
        .isEqualTo(JobStatus.COMPLETED);
    assertThat(manager.close(Duration.ZERO).clean()).as("closed twice").isTrue();
  }

  @Test
  @DisplayName("I1 a shared store stays open for the others")
  void shared() {
    AsyncJobManager first = manager(builder -> builder.sharedStore(store));
    AsyncJobManager second = manager(builder -> builder.sharedStore(store));
    first.close(Duration.ofSeconds(1));
    second.register("task", "label", DONE);
    time.runReady();
    second.close(Duration.ofSeconds(1));
    assertThat(isClosed(store)).isFalse();
  }

  @Test
  @DisplayName(
      "I1 a body that ends when the store is closed is told of in a line, and not tried again")
  void bodyGoesOn() {
    AsyncJobManager manager = manager(builder -> builder.store(store));
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id("x").build());
    time.runReady();
    assertThat(manager.close(Duration.ofSeconds(1)).unsettled()).hasSize(1);
    body.complete("too late");
    time.runReady();
    assertThat(log.records()).hasSize(1);
    LogRecord line = log.records().get(0);
    assertThat(line.getLevel()).isEqualTo(Level.INFO);
    assertThat(line.getThrown()).isNull();
    time.advance(Duration.ofHours(1));
    assertThat(log.records()).filteredOn(record -> record.getLevel() != Level.INFO).isEmpty();
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  @DisplayName("I1 what was opened before can be closed after the manager and its store")
  void closedInAnyOrder() {
    AsyncJobManager manager = manager(builder -> builder.store(store).routeByOwner());
    for (String owner : List.of("a", "b")) {
      manager.register("task", "label", DONE, options().id(owner).owner(owner).build());
    }
    time.runReady();
    Hold hold = manager.hold("a").orElseThrow();
    TakenDeliveries taken = manager.takeDeliveries("b", 1);
    Subscription sink = manager.registerDeliverySink("c", RecordingSink.of(time));
    manager.close(Duration.ofSeconds(1));
    hold.close();
    taken.close();
    sink.close();
    assertThatThrownBy(() -> manager.cancel("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
  }

  @Test
  @DisplayName("I1 a store that cannot be closed does not keep its manager from closing")
  void cannotBeClosed() {
    TroubledStore troubled = new TroubledStore(time);
    troubled.failToClose();
    AsyncJobManager manager = manager(builder -> builder.store(troubled));
    assertThat(manager.close(Duration.ofSeconds(1)).clean()).isTrue();
    assertThat(log.records()).hasSize(1);
  }
}
