package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.CancelledBy;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * L1 for the verbs of the manager: what is refused, in which words, and that it changes nothing.
 */
class BadInputTest extends ContractTest {
  private static final JobOptions DEFAULT = JobOptions.DEFAULT;
  private static final HandlerCall CALL = HandlerCall.of("known", "payload");
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final JobFilter ALL = JobFilter.all();
  private static final CancelledBy ME = CancelledBy.OWNER;

  private record Case(String message, ThrowingCallable call) {}

  private final AsyncJobManager manager =
      manager(builder ->
          builder
              .handler("known", (payload, context) -> JobResult.of(payload))
              .maxRunningJobs(2)
              .maxQueuedJobs(1));
  private final RecordingListener heard = new RecordingListener();

  @TestFactory
  @DisplayName("L1 register refuses what is null, blank or out of range, and says so")
  Stream<DynamicTest> register() {
    List<Case> cases = new ArrayList<>();
    for (boolean named : new boolean[] {false, true}) {
      cases.add(new Case("type must not be null", () -> register(named, null, "label", DEFAULT)));
      cases.add(new Case("type must not be blank", () -> register(named, "", "label", DEFAULT)));
      cases.add(new Case("type must not be blank", () -> register(named, " \t", "label", DEFAULT)));
      cases.add(
          new Case(
              "type must have at most 100 characters, not 101",
              () -> register(named, "t".repeat(101), "label", DEFAULT)));
      cases.add(
          new Case(
              "type must have printable characters only, but character 2 is U+000A",
              () -> register(named, "a\nb", "label", DEFAULT)));
      cases.add(new Case("label must not be null", () -> register(named, "task", null, DEFAULT)));
      cases.add(
          new Case(
              "label must have at most 1000 characters, not 1001",
              () -> register(named, "task", "l".repeat(1_001), DEFAULT)));
      cases.add(new Case("options must not be null", () -> register(named, "task", "label", null)));
    }
    cases.add(
        new Case("body must not be null", () -> manager.register("task", "label", (JobBody) null)));
    cases.add(
        new Case(
            "body must not be null",
            () -> manager.register("task", "label", (JobBody) null, DEFAULT)));
    cases.add(
        new Case(
            "call must not be null",
            () -> manager.register("task", "label", (HandlerCall) null, DEFAULT)));
    cases.add(
        new Case(
            "handler must be one of [known], not unknown",
            () -> manager.register("task", "label", HandlerCall.of("unknown", ""), DEFAULT)));
    return refused(cases);
  }

  private String register(boolean named, String type, String label, JobOptions options) {
    return named
        ? manager.register(type, label, CALL, options)
        : manager.register(type, label, DONE, options);
  }

  @TestFactory
  @DisplayName("L1 cancel, look and forget refuse what is null or out of range, and say so")
  Stream<DynamicTest> verbs() {
    return refused(
        List.of(
            new Case("id must not be null", () -> manager.cancel(null)),
            new Case("id must not be null", () -> manager.cancel(null, ME)),
            new Case("id must not be null", () -> manager.cancel(null, ME, ALL)),
            new Case("by must not be null", () -> manager.cancel("a", null)),
            new Case("by must not be null", () -> manager.cancel("a", null, ALL)),
            new Case("filter must not be null", () -> manager.cancel("a", ME, null)),
            new Case("filter must not be null", () -> manager.cancelAll(null)),
            new Case("filter must not be null", () -> manager.cancelAll(ME, null)),
            new Case("by must not be null", () -> manager.cancelAll(null, ALL)),
            new Case("id must not be null", () -> manager.job(null)),
            new Case("id must not be null", () -> manager.job(null, ALL)),
            new Case("filter must not be null", () -> manager.job("a", null)),
            new Case("filter must not be null", () -> manager.runningJobs(null)),
            new Case("filter must not be null", () -> manager.allJobs(null)),
            new Case("filter must not be null", () -> manager.unsettledJobs(null)),
            new Case("limit must be at least 0, not -1", () -> manager.recentJobs(-1)),
            new Case("limit must be at least 0, not -5", () -> manager.recentJobs(-5, ALL)),
            new Case("filter must not be null", () -> manager.recentJobs(1, null)),
            new Case("filter must not be null", () -> manager.evict(null)),
            new Case("listener must not be null", () -> manager.addListener(null)),
            new Case(
                "maxRunningJobs must be at least 1, not 0", () -> manager.setMaxRunningJobs(0)),
            new Case(
                "maxRunningJobs must be at least 1, not -2147483648",
                () -> manager.setMaxRunningJobs(Integer.MIN_VALUE))));
  }

  @TestFactory
  @DisplayName("L1 awaitJobs and close refuse what is null or negative, and say so")
  Stream<DynamicTest> waits() {
    List<String> ids = List.of("a");
    return refused(
        List.of(
            new Case("ids must not be null", () -> manager.awaitJobs(null, AwaitMode.ANY, ZERO)),
            new Case(
                "ids must not be null", () -> manager.awaitJobs(null, AwaitMode.ANY, ZERO, ALL)),
            new Case(
                "id must not be null",
                () -> manager.awaitJobs(Arrays.asList("a", null), AwaitMode.ANY, ZERO)),
            new Case("mode must not be null", () -> manager.awaitJobs(ids, null, ZERO)),
            new Case("timeout must not be null", () -> manager.awaitJobs(ids, AwaitMode.ALL, null)),
            new Case(
                "timeout must not be negative, but is PT-0.000000001S",
                () -> manager.awaitJobs(ids, AwaitMode.ALL, NEGATIVE)),
            new Case(
                "filter must not be null", () -> manager.awaitJobs(ids, AwaitMode.ALL, ZERO, null)),
            new Case("timeout must not be null", () -> manager.close(null)),
            new Case(
                "timeout must not be negative, but is PT-0.000000001S",
                () -> manager.close(NEGATIVE))));
  }

  /**
   * Each call is refused in these words, and everything is as it was: rows, bodies, limits and the
   * next number.
   */
  private Stream<DynamicTest> refused(List<Case> cases) {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").owner("me").build());
    time.runReady();
    manager.addListener(heard);
    List<Job> before = manager.allJobs();
    Stream<DynamicTest> calls =
        cases.stream().map(one -> dynamicTest(one.message(), () -> refused(one, before)));
    DynamicTest after =
        dynamicTest(
            "no id number has been consumed, and the manager goes on",
            () -> {
              assertThat(manager.register("task", "label", DONE)).isEqualTo("bg_1");
              time.runReady();
              assertThat(job(manager, "bg_1").status().isFinal()).isTrue();
            });
    return Stream.concat(calls, Stream.of(after));
  }

  private void refused(Case one, List<Job> before) {
    assertThatThrownBy(one.call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(one.message());
    time.runReady();
    assertThat(manager.allJobs()).isEqualTo(before);
    assertThat(manager.maxRunningJobs()).isEqualTo(2);
    assertThat(heard.heard()).isEmpty();
  }

  @Test
  @DisplayName("L1 what is just within the range is taken")
  void justWithin() throws InterruptedException {
    manager.register("t".repeat(100), "l", DONE);
    manager.register("é \uD83D\uDE00", "any\n\ttext", DONE);
    time.runReady();
    assertThat(manager.recentJobs(0)).isEmpty();
    manager.setMaxRunningJobs(1);
    manager.setMaxRunningJobs(Integer.MAX_VALUE);
    manager.awaitJobs(List.of(), AwaitMode.ALL, ZERO);
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    assertThat(manager.awaitJobs(List.of("bg_1"), AwaitMode.ALL, longest).met()).isTrue();
    assertThat(manager.close(longest).clean()).isTrue();
  }
}
