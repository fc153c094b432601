package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.BatchDeliverySink;
import dev.errand.CloseMode;
import dev.errand.DeliverySink;
import dev.errand.DeliveryState;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.TakenDeliveries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** L1 for the verbs about deliveries and waits: what is refused, in which words. */
class BadInputDeliveriesTest extends MailContractTest {
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final String TOO_LONG = "o".repeat(201);
  private static final String NEGATIVE_TIMEOUT =
      "timeout must not be negative, but is PT-0.000000001S";
  private static final DeliverySink SINK = delivery -> {};
  private static final BatchDeliverySink BATCH_SINK = BatchDeliverySink::all;

  private record Case(String message, ThrowingCallable call) {}

  /** A verb that takes ids, in its form with a filter. */
  private interface OfIds {
    void call(Collection<String> ids, JobFilter filter);
  }

  private final AsyncJobManager manager = parking();

  @TestFactory
  @DisplayName("L1 verbs that take ids refuse null, for the ids, one of them, or the filter")
  Stream<DynamicTest> ids() {
    List<Case> cases = new ArrayList<>();
    List<OfIds> verbs =
        List.of(
            manager::watchJobs,
            manager::unwatchJobs,
            manager::acknowledgeDeliveries,
            manager::resumeDeliveries);
    for (OfIds verb : verbs) {
      cases.add(new Case("ids must not be null", () -> verb.call(null, ALL)));
      cases.add(
          new Case("id must not be null", () -> verb.call(Arrays.asList("running", null), ALL)));
      cases.add(new Case("filter must not be null", () -> verb.call(List.of("running"), null)));
    }
    cases.add(new Case("ids must not be null", () -> manager.watchJobs(null)));
    cases.add(new Case("ids must not be null", () -> manager.unwatchJobs(null)));
    cases.add(new Case("ids must not be null", () -> manager.acknowledgeDeliveries(null)));
    cases.add(new Case("ids must not be null", () -> manager.resumeDeliveries(null)));
    cases.add(new Case("id must not be null", () -> manager.hold(null)));
    cases.add(new Case("id must not be null", () -> manager.hold(null, ALL)));
    cases.add(new Case("filter must not be null", () -> manager.hold("running", null)));
    cases.add(new Case("id must not be null", () -> manager.isDeliverySuppressed(null)));
    cases.add(new Case("id must not be null", () -> manager.isDeliverySuppressed(null, ALL)));
    cases.add(
        new Case("filter must not be null", () -> manager.isDeliverySuppressed("running", null)));
    cases.add(new Case("deliveryId must not be null", () -> manager.redeliver(null)));
    cases.add(new Case("deliveryId must not be null", () -> manager.redeliver(null, ALL)));
    cases.add(new Case("filter must not be null", () -> manager.redeliver("d-1", null)));
    return refused(cases);
  }

  @TestFactory
  @DisplayName("L1 sinks and readers refuse what is null, blank or out of range, and say so")
  Stream<DynamicTest> sinksAndReaders() {
    List<Case> cases = new ArrayList<>();
    for (String owner : new String[] {null, "", " \t", TOO_LONG}) {
      String message =
          owner == null
              ? "owner must not be null"
              : owner.isBlank()
                  ? "owner must not be blank"
                  : "owner must have at most 200 characters, not 201";
      cases.add(new Case(message, () -> manager.registerDeliverySink(owner, SINK)));
      cases.add(new Case(message, () -> manager.registerBatchDeliverySink(owner, BATCH_SINK)));
      cases.add(new Case(message, () -> manager.takeDeliveries(owner, 1)));
      cases.add(new Case(message, () -> manager.awaitOwner(owner, ZERO)));
    }
    cases.add(new Case("sink must not be null", () -> manager.registerDeliverySink("alice", null)));
    cases.add(
        new Case("sink must not be null", () -> manager.registerBatchDeliverySink("alice", null)));
    cases.add(new Case("max must be at least 1, not 0", () -> manager.takeDeliveries("alice", 0)));
    cases.add(
        new Case(
            "max must be at least 1, not -2147483648",
            () -> manager.takeDeliveries("alice", Integer.MIN_VALUE)));
    return refused(cases);
  }

  @TestFactory
  @DisplayName("L1 looking, draining, waiting and closing refuse what is null or negative")
  Stream<DynamicTest> looksAndWaits() {
    List<String> running = List.of("running");
    return refused(
        List.of(
            new Case("filter must not be null", () -> manager.deliveryState(null)),
            new Case("filter must not be null", () -> manager.hasPendingDeliveries(null)),
            new Case("filter must not be null", () -> manager.deadLetters(null)),
            new Case("filter must not be null", () -> manager.drainDeliveries(ZERO, null)),
            new Case("timeout must not be null", () -> manager.drainDeliveries(null)),
            new Case("timeout must not be null", () -> manager.drainDeliveries(null, ALL)),
            new Case(NEGATIVE_TIMEOUT, () -> manager.drainDeliveries(NEGATIVE)),
            new Case(NEGATIVE_TIMEOUT, () -> manager.drainDeliveries(NEGATIVE, ALL)),
            new Case("timeout must not be null", () -> manager.awaitOwner("alice", null)),
            new Case(NEGATIVE_TIMEOUT, () -> manager.awaitOwner("alice", NEGATIVE)),
            new Case("timeout must not be null", () -> manager.awaitAll(null)),
            new Case(NEGATIVE_TIMEOUT, () -> manager.awaitAll(NEGATIVE)),
            new Case("mode must not be null", () -> manager.awaitJobs(running, null, ZERO, ALL)),
            new Case(
                NEGATIVE_TIMEOUT, () -> manager.awaitJobs(running, AwaitMode.ANY, NEGATIVE, ALL)),
            new Case(
                "filter must not be null",
                () -> manager.awaitJobs(running, AwaitMode.ANY, ZERO, null)),
            new Case("timeout must not be null", () -> manager.close(null, CloseMode.CANCEL)),
            new Case(NEGATIVE_TIMEOUT, () -> manager.close(NEGATIVE, CloseMode.CANCEL)),
            new Case("mode must not be null", () -> manager.close(ZERO, null))));
  }

  @TestFactory
  @DisplayName("L1 a reader's mail refuses null, and everything stays with the reader")
  Stream<DynamicTest> takenDeliveries() {
    ended(manager, "taken");
    TakenDeliveries taken = manager.takeDeliveries("alice", 1);
    Stream<DynamicTest> cases =
        refused(
            List.of(
                new Case("deliveryId must not be null", () -> taken.confirm(null)),
                new Case("deliveryId must not be null", () -> taken.release(null))));
    DynamicTest after =
        dynamicTest("it can be confirmed", () -> assertThat(taken.confirmAll()).isOne());
    return Stream.concat(cases, Stream.of(after));
  }

  /** Each call is refused in these words, and jobs, mail, holds and routes are as they were. */
  private Stream<DynamicTest> refused(List<Case> cases) {
    running(manager, "running");
    ended(manager, "parked");
    List<Job> before = manager.allJobs();
    String state = state();
    return cases.stream()
        .map(one ->
            dynamicTest(
                one.message(),
                () -> {
                  assertThatThrownBy(one.call())
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessage(one.message());
                  time.runReady();
                  assertThat(manager.allJobs()).isEqualTo(before);
                  assertThat(state()).isEqualTo(state);
                }));
  }

  private String state() {
    DeliveryState state = manager.deliveryState();
    return state + " " + state.pendingJobIds();
  }

  @Test
  @DisplayName("L1 what is just within the range is taken")
  void justWithin() throws InterruptedException {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    assertThat(manager.takeDeliveries("o".repeat(200), Integer.MAX_VALUE).deliveries()).isEmpty();
    assertThat(manager.takeDeliveries("o", 1).deliveries()).isEmpty();
    manager.registerDeliverySink("o".repeat(200), SINK).close();
    assertThat(manager.drainDeliveries(longest)).isTrue();
    assertThat(manager.drainDeliveries(ZERO, ALICE)).isTrue();
    register(manager, "a", "alice", lasting(SECOND));
    assertThat(manager.awaitOwner("alice", longest)).isTrue();
    register(manager, "b", "alice", lasting(SECOND));
    assertThat(manager.awaitAll(longest)).isTrue();
    assertThat(manager.redeliver(" ")).isFalse();
    assertThat(manager.hold("")).isEmpty();
    assertThat(manager.close(longest, CloseMode.CANCEL).unsettled()).isEmpty();
  }
}
