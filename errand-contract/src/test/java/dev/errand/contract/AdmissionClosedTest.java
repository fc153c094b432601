package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.ManagerClosedException;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A6: a closed manager takes nothing. */
class AdmissionClosedTest extends ContractTest {

  @Test
  @DisplayName(
      "A6 a closed manager refuses with the sentence of the contract, whatever is registered")
  void refuses() {
    AsyncJobManager manager =
        manager(builder -> builder.handler("h", (payload, context) -> JobResult.of(payload)));
    JobOptions queued = options().admission(Admission.QUEUE).build();
    JobOptions later = options().startAfter(Duration.ofDays(1)).build();
    manager.close();

    assertClosed(() -> manager.register("task", "t", DONE));
    assertClosed(() -> manager.register("task", "t", DONE, queued));
    assertClosed(() -> manager.register("task", "t", DONE, later));
    assertClosed(() -> manager.register("task", "t", HandlerCall.of("h", "x"), JobOptions.DEFAULT));
    assertThat(manager.allJobs()).isEmpty();
  }

  @Test
  @DisplayName("A6 a full manager that is closed says that it is closed")
  void closedBeforeFull() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "t", DONE);
    manager.close(Duration.ZERO);

    assertClosed(() -> manager.register("task", "t", DONE));
  }

  @Test
  @DisplayName("A6 a closed manager does not give out the run of a known idempotency key either")
  void knownKey() {
    AsyncJobManager manager = manager();
    JobOptions keyed = options().idempotencyKey("k").build();
    manager.register("task", "t", DONE, keyed);
    manager.close();

    assertClosed(() -> manager.register("task", "t", DONE, keyed));
  }

  @Test
  @DisplayName("A6 a body that is being cancelled by close cannot register any more")
  void bodyWhileClosing() {
    AsyncJobManager manager = manager();
    List<Throwable> thrown = new ArrayList<>();
    manager.register(
        "task",
        "t",
        context -> {
          try {
            time.sleep(Duration.ofDays(1));
          } catch (InterruptedException closing) {
            try {
              manager.register("task", "one more", DONE);
            } catch (RuntimeException refusal) {
              thrown.add(refusal);
            }
          }
          return JobResult.empty();
        });
    time.runReady();

    manager.close();

    assertThat(thrown).singleElement().isInstanceOf(ManagerClosedException.class);
    assertThat(manager.allJobs()).hasSize(1);
  }

  @Test
  @DisplayName("A6 closing one manager does not close another on the same store")
  void otherGoesOn() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store));
    one.close();

    assertClosed(() -> one.register("task", "t", DONE));
    String id = two.register("task", "t", DONE);
    time.runReady();
    assertThat(job(two, id).end().orElseThrow().text()).isEqualTo("done");
  }

  @Test
  @DisplayName("A6 closing twice is fine, and the manager stays closed")
  void closedTwice() {
    AsyncJobManager manager = manager();
    manager.close();
    manager.close();

    assertClosed(() -> manager.register("task", "t", DONE));
  }

  private static void assertClosed(ThrowingCallable registration) {
    assertThatThrownBy(registration)
        .isInstanceOf(ManagerClosedException.class)
        .hasMessage("Async job manager is disposed");
  }
}
