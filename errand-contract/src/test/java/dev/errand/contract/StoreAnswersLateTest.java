package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Delivery;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.spi.MailStep;
import dev.errand.spi.Step;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Contract J1: who waits for the store gives up after {@code storeTimeout}; what the store gives
 * them later is given back.
 */
class StoreAnswersLateTest extends ContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension private final CaughtLog log = new CaughtLog();

  private final TroubledStore store = new TroubledStore(time);
  private final RecordingSink sink = RecordingSink.of(time);

  /** Stores have threads of their own: this is a while in real time. */
  private AsyncJobManager impatient() {
    return manager(builder ->
        builder
            .sharedStore(store)
            .storeTimeout(Duration.ofMillis(5))
            .maxRunningJobs(1)
            .routeByOwner());
  }

  private static void assertTooLate(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class, failure -> assertThat(failure.outcomeUnknown()).isTrue())
        .hasMessage("the store did not answer within 5 ms");
  }

  private void end(AsyncJobManager manager, String... ids) {
    for (String id : ids) {
      manager.register("task", "label", DONE, options().id(id).owner("me").build());
      time.runReady();
    }
  }

  @Test
  @DisplayName("J1 a registration that comes through late runs all the same")
  void register() {
    AsyncJobManager manager = impatient();
    store.delay(Step.Register.class::isInstance);
    assertTooLate(() -> manager.register("task", "label", DONE, options().id("x").build()));
    store.catchUp();
    time.runReady();
    assertThat(job(manager, "x").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("J1 a registration that is refused late leaves nothing behind")
  void registerRefused() {
    AsyncJobManager manager = impatient();
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body);
    time.runReady();
    store.delay(Step.Register.class::isInstance);
    assertTooLate(() -> manager.register("task", "label", DONE));
    store.catchUp();
    body.complete("done");
    time.runReady();
    assertThat(manager.allJobs()).hasSize(1);
    assertThat(manager.close(Duration.ZERO).clean()).as("nothing is waited for").isTrue();
  }

  @Test
  @DisplayName("F1 an idle lane gets its mail with the step that ends the run")
  void noClaimOfItsOwn() {
    AsyncJobManager manager = impatient();
    manager.registerDeliverySink("me", sink);
    end(manager, "x", "y");
    assertThat(sink.jobIds()).containsExactly("x", "y");
    assertThat(store.steps).noneMatch(MailStep.ClaimMail.class::isInstance);
  }

  @Test
  @DisplayName("J1 mail that a lane gets too late is given back, and delivered then")
  void claim() {
    AsyncJobManager manager = impatient();
    end(manager, "x");
    store.delay(MailStep.ClaimMail.class::isInstance);
    manager.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(sink.calls()).isEmpty();
    store.catchUp();
    time.advance(SECOND);
    assertThat(sink.jobIds()).containsExactly("x");
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("J1 mail that a lane gets too late with a conclusion is given back, and delivered")
  void conclude() {
    AsyncJobManager manager = impatient();
    end(manager, "x", "y", "z");
    store.delay(MailStep.Conclude.class::isInstance);
    manager.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("x");
    store.catchUp();
    time.advance(SECOND.multipliedBy(2));
    assertThat(sink.jobIds()).containsExactlyInAnyOrder("x", "y", "z");
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("J1 a hold that is granted too late is released")
  void hold() {
    AsyncJobManager manager = impatient();
    end(manager, "x");
    store.delay(MailStep.Hold.class::isInstance);
    assertTooLate(() -> manager.hold("x"));
    assertTooLate(() -> manager.watchJobs(List.of("x")));
    store.catchUp();
    assertThat(manager.isDeliverySuppressed("x")).isFalse();
    assertThat(manager.deliveryState().held()).isZero();
  }

  @Test
  @DisplayName("J1 a wait whose holds are granted too late leaves none behind")
  void await() {
    AsyncJobManager manager = impatient();
    end(manager, "x");
    store.delay(step -> step instanceof MailStep.Hold || step instanceof MailStep.Release);
    assertTooLate(() -> manager.awaitJobs(List.of("x"), AwaitMode.ALL, SECOND));
    store.catchUp();
    assertThat(manager.isDeliverySuppressed("x")).isFalse();
  }

  @Test
  @DisplayName("J1 mail that a reader gets too late is given back at once")
  void take() {
    AsyncJobManager manager = impatient();
    end(manager, "x");
    store.delay(MailStep.TakeMail.class::isInstance);
    assertTooLate(() -> manager.takeDeliveries("me", 9));
    store.catchUp();
    try (var taken = manager.takeDeliveries("me", 9)) {
      assertThat(taken.deliveries()).extracting(Delivery::jobId).containsExactly("x");
    }
  }

  @Test
  @DisplayName("J1 a sink whose registration comes through too late gets nothing, and mail waits")
  void sink() {
    AsyncJobManager manager = impatient();
    store.delay(MailStep.OpenRoute.class::isInstance);
    assertTooLate(() -> manager.registerDeliverySink("me", sink));
    store.catchUp();
    end(manager, "x");
    assertThat(sink.calls()).isEmpty();
    assertThat(manager.deliveryState().parked()).isOne();
    manager.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("x");
  }
}
