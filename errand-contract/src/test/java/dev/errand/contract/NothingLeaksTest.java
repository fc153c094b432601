package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.DeliveryState;
import dev.errand.stores.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract H3, by structure: what is left when all is over. See {@link NothingHeldOnToTest} for
 * what can be collected; what it weighs, the benchmarks say.
 */
class NothingLeaksTest extends ContractTest {
  private static final int JOBS = Stores.many(20_000, 4_000);
  private static final int OWNERS = 100;

  private int calls;

  /** Fails every tenth call. */
  private final DeliverySink flaky =
      delivery -> {
        if (++calls % 10 == 0) {
          throw new IllegalStateException("every tenth call fails");
        }
      };

  @Test
  @DisplayName("H3 after retention 20,000 jobs of every fate leave no row, no mail and no timer")
  void nothingIsLeft() {
    AsyncJobManager manager =
        manager(builder -> builder.onJobComplete(flaky).maxRunningJobs(1_000).maxQueuedJobs(JOBS));
    for (int i = 0; i < JOBS; i++) {
      String id =
          manager.register(
              "task",
              "label",
              DONE,
              options()
                  .owner("owner-" + i % OWNERS)
                  .idempotencyKey("key-" + i)
                  .timeout(Duration.ofHours(1))
                  .admission(Admission.QUEUE)
                  .build());
      switch (i % 20) {
        case 1 -> manager.cancel(id);
        case 2 -> manager.acknowledgeDeliveries(List.of(id));
        case 3 -> manager.watchJobs(List.of(id));
        default -> {}
      }
    }
    time.runReady();
    assertThat(manager.allJobs()).hasSize(JOBS);
    assertThat(manager.deliveryState().held()).isEqualTo(JOBS / 20);
    List<String> held = new ArrayList<>();
    manager.allJobs().stream()
        .filter(job -> job.delivery().held())
        .forEach(job -> held.add(job.id()));
    manager.unwatchJobs(held);

    time.advance(Duration.ofMinutes(7));

    assertThat(manager.allJobs()).isEmpty();
    assertThat(manager.recentJobs(JOBS)).isEmpty();
    assertThat(manager.runningJobs()).isEmpty();
    assertNoMail(manager.deliveryState());
    assertThat(time.pendingTimers()).isZero();
  }

  private static void assertNoMail(DeliveryState state) {
    assertThat(state.queued()).isZero();
    assertThat(state.delivering()).isZero();
    assertThat(state.stuck()).isZero();
    assertThat(state.held()).isZero();
    assertThat(state.parked()).isZero();
    assertThat(state.dead()).isZero();
    assertThat(state.nextRetryAt()).isEmpty();
    assertThat(state.pendingJobIds()).isEmpty();
  }

  @Test
  @DisplayName("H3 an idle manager that keeps many runs has one timer, not one for each")
  void oneTimer() {
    AsyncJobManager manager =
        manager(builder -> builder.onJobComplete(delivery -> {}).maxQueuedJobs(JOBS));
    for (int i = 0; i < 1_000; i++) {
      manager.register(
          "task", "label", DONE, options().owner("owner-" + i).admission(Admission.QUEUE).build());
    }
    time.advance(Duration.ofMinutes(2));
    assertThat(manager.allJobs()).hasSize(1_000);
    assertThat(time.pendingTimers()).isEqualTo(1);
  }
}
