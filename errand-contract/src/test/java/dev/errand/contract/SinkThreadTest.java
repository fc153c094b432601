package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.BatchDeliverySink;
import dev.errand.CloseMode;
import dev.errand.DeliveryStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F14: on a sink's thread, waiting for the manager would be waiting for oneself. */
class SinkThreadTest extends MailContractTest {
  private static final Duration ZERO = Duration.ZERO;
  private static final List<String> OTHER = List.of("other");

  private final AtomicReference<AsyncJobManager> under = new AtomicReference<>();
  private final Map<String, Throwable> thrown = new LinkedHashMap<>();

  /** Every call that must not be made on a sink's thread. */
  private Map<String, ThrowingCallable> waits() {
    AsyncJobManager manager = under.get();
    Map<String, ThrowingCallable> waits = new LinkedHashMap<>();
    waits.put("drain", () -> manager.drainDeliveries(HOUR));
    waits.put("drain without waiting", () -> manager.drainDeliveries(ZERO));
    waits.put("drain of somebody else", () -> manager.drainDeliveries(HOUR, BOB));
    waits.put("close", manager::close);
    waits.put("close with timeout", () -> manager.close(ZERO));
    waits.put("close with mode", () -> manager.close(HOUR, CloseMode.CANCEL));
    waits.put("await all", () -> manager.awaitJobs(OTHER, AwaitMode.ALL, HOUR));
    waits.put("await any", () -> manager.awaitJobs(OTHER, AwaitMode.ANY, HOUR, ALICE));
    waits.put("await without waiting", () -> manager.awaitJobs(OTHER, AwaitMode.ALL, ZERO, ALL));
    waits.put(
        "await of what is unknown", () -> manager.awaitJobs(List.of(), AwaitMode.ALL, ZERO, ALL));
    waits.put("await owner", () -> manager.awaitOwner("alice", HOUR));
    waits.put("await another owner", () -> manager.awaitOwner("nobody", ZERO));
    waits.put("await everybody", () -> manager.awaitAll(HOUR));
    return waits;
  }

  private void callThemAll() {
    waits().forEach((name, call) -> thrown.put(name, catchThrowable(call)));
  }

  private void assertAllRefused() {
    assertThat(thrown).hasSameSizeAs(waits());
    assertThat(thrown)
        .allSatisfy((name, failure) ->
            assertThat(failure).as(name).isInstanceOf(IllegalStateException.class));
  }

  /** The refused calls have changed nothing: nothing is held, and the manager is open. */
  private void assertUnharmed() {
    AsyncJobManager manager = under.get();
    assertThat(job(manager, "other").delivery().held()).isFalse();
    assertThat(status(manager, "other")).isEqualTo(DeliveryStatus.NOT_DUE);
    ended(manager, "after");
    assertThat(job(manager, "after").end()).isPresent();
  }

  @Test
  @DisplayName("F14 drain, close and all waits are refused on a sink's thread, and change nothing")
  void singleSink() {
    under.set(manager(builder -> builder.onJobComplete(delivery -> callThemAll())));
    running(under.get(), "other");

    ended(under.get(), "a");

    assertAllRefused();
    assertThat(status(under.get(), "a")).as("the sink went on").isEqualTo(DeliveryStatus.DELIVERED);
    assertUnharmed();
  }

  @Test
  @DisplayName("F14 drain, close and all waits are refused on a batch sink's thread, too")
  void batchSink() {
    AsyncJobManager manager = parking();
    under.set(manager);
    running(manager, "other");
    manager.registerBatchDeliverySink(
        "alice",
        deliveries -> {
          callThemAll();
          return BatchDeliverySink.all(deliveries);
        });

    ended(manager, "a");

    assertAllRefused();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertUnharmed();
  }

  @Test
  @DisplayName("F14 a sink that lets the refusal pass has failed, and is called again")
  void passedOn() {
    List<Integer> attempts = new ArrayList<>();
    under.set(
        manager(builder ->
            builder.onJobComplete(delivery -> {
              attempts.add(delivery.attempt());
              if (delivery.attempt() == 1) {
                under.get().drainDeliveries(HOUR);
              }
            })));

    ended(under.get(), "a");
    assertThat(status(under.get(), "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(job(under.get(), "a").delivery().lastError()).isPresent();
    time.advance(FIRST_RETRY);

    assertThat(attempts).containsExactly(1, 2);
    assertThat(status(under.get(), "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F14 a sink may drain, wait for and close another manager")
  void anotherManager() {
    AsyncJobManager another = manager(builder -> builder.onJobComplete(sink));
    List<Boolean> waited = new ArrayList<>();
    AsyncJobManager manager =
        manager(builder ->
            builder.onJobComplete(delivery -> {
              another.register("task", "label", lasting(SECOND));
              waited.add(another.awaitAll(HOUR));
              waited.add(another.drainDeliveries(HOUR));
              waited.add(another.close(SECOND).clean());
            }));

    ended(manager, "a");
    time.advance(SECOND);

    assertThat(waited).containsExactly(true, true, true);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F14 all other verbs are free to a sink")
  void otherVerbs() {
    AsyncJobManager manager =
        manager(builder ->
            builder.onJobComplete(delivery -> {
              AsyncJobManager mine = under.get();
              if (delivery.jobId().equals("a")) {
                mine.register("task", "label", DONE, options().id("next").build());
                mine.hold("a").orElseThrow().close();
                mine.acknowledgeDeliveries(List.of("other"));
                mine.deliveryState().pendingJobIds();
              }
            }));
    under.set(manager);
    running(manager, "other");

    ended(manager, "a");
    time.runReady();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "next")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "other")).isEqualTo(DeliveryStatus.MUTED);
  }

  @Test
  @DisplayName("F14 the refusal says which verb must not be called where")
  void message() {
    under.set(manager(builder -> builder.onJobComplete(delivery -> callThemAll())));
    running(under.get(), "other");
    ended(under.get(), "a");

    assertThat(thrown).hasSameSizeAs(waits());
    assertThat(thrown.get("drain")).hasMessageContaining("drainDeliveries");
    assertThat(thrown.get("close")).hasMessageContaining("close");
    assertThat(thrown.get("await all")).hasMessageContaining("awaitJobs");
    assertThat(thrown.values()).allMatch(failure -> failure.getMessage().contains("sink"));
  }
}
