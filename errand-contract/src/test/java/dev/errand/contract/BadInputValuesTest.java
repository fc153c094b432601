package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.HandlerCall;
import dev.errand.JobContext;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.Progress;
import dev.errand.testkit.ScriptedBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** L1 for values, filters, failures, and what a body may call. */
class BadInputValuesTest extends ContractTest {
  private record Case(String message, ThrowingCallable call) {}

  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<Exit> NO_EXIT = Optional.empty();

  @TestFactory
  @DisplayName(
      "L1 what programs make themselves refuses what is null, blank or out of range, and says so")
  Stream<DynamicTest> values() {
    return refused(
        List.of(
            new Case("owner must not be null", () -> JobFilter.owner(null)),
            new Case("owner must not be blank", () -> JobFilter.ownerTree(" ")),
            new Case(
                "owner must have at most 200 characters, not 201",
                () -> JobFilter.owner("o".repeat(201))),
            new Case(
                "owner must have at most 200 characters, not 300",
                () -> JobFilter.ownerTree("o".repeat(300))),
            new Case("text must not be null", () -> JobResult.of(null)),
            new Case("data must not be null", () -> JobResult.of("text").withData(null)),
            new Case("exit must not be null", () -> JobResult.of("text").withExit(null)),
            new Case("message must not be null", () -> new JobFailedException(null)),
            new Case("handler must not be null", () -> HandlerCall.of(null, "payload")),
            new Case("handler must not be blank", () -> HandlerCall.of(" ", "payload")),
            new Case("payload must not be null", () -> HandlerCall.of("handler", null)),
            new Case("code must be between 0 and 255, not 256", () -> Exit.withCode(256)),
            new Case("code must be between 0 and 255, not -1", () -> Exit.withCode(-1)),
            new Case("signal must not be null", () -> Exit.bySignal(null)),
            new Case("signal must not be blank", () -> Exit.bySignal("")),
            new Case(
                "signal must have at most 20 characters, not 21",
                () -> Exit.bySignal("S".repeat(21)))));
  }

  @TestFactory
  @DisplayName("L1 the public constructors refuse the same as the methods that call them")
  Stream<DynamicTest> constructors() {
    return refused(
        List.of(
            new Case("text must not be null", () -> new JobResult(null, NONE, NO_EXIT)),
            new Case("data must not be null", () -> new JobResult("text", null, NO_EXIT)),
            new Case("exit must not be null", () -> new JobResult("text", NONE, null)),
            new Case(
                "code must be between 0 and 255, not 256",
                () -> new Exit(OptionalInt.of(256), NONE)),
            new Case("code must not be null", () -> new Exit(null, Optional.of("KILL"))),
            new Case("signal must not be null", () -> new Exit(OptionalInt.of(0), null)),
            new Case(
                "signal must not be blank", () -> new Exit(OptionalInt.empty(), Optional.of(" "))),
            new Case("owner must not be blank", () -> new JobFilter.Owner(" ")),
            new Case("owner must not be null", () -> new JobFilter.OwnerTree(null)),
            new Case("handler must not be blank", () -> new HandlerCall(" ", "payload"))));
  }

  @TestFactory
  @DisplayName("L1 values that only the library and its stores make refuse null like all others")
  Stream<DynamicTest> madeByTheLibrary() {
    return refused(
        List.of(
            new Case(
                "reason must not be null",
                () -> new JobEnd(null, Optional.empty(), "", false, NONE, NO_EXIT)),
            new Case(
                "cancelledBy must not be null",
                () -> new JobEnd(EndReason.THREW, null, "", false, NONE, NO_EXIT)),
            new Case(
                "text must not be null",
                () -> new JobEnd(EndReason.THREW, Optional.empty(), null, false, NONE, NO_EXIT)),
            new Case(
                "details must not be null", () -> new Progress("text", null, 1, Instant.EPOCH)),
            new Case(
                "end must not be null",
                () -> new CancellationSignal.Reason(null, Optional.empty(), ""))));
  }

  private static Stream<DynamicTest> refused(List<Case> cases) {
    return cases.stream()
        .map(one ->
            dynamicTest(
                one.message(),
                () ->
                    assertThatThrownBy(one.call())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(one.message())));
  }

  @TestFactory
  @DisplayName(
      "L1 what a body may call refuses null and what is too large by the name of the argument")
  Stream<DynamicTest> insideTheBody() {
    AsyncJobManager manager = manager();
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").build());
    time.runReady();
    JobContext context = body.context().orElseThrow();
    String tooLarge = "d".repeat(256 * 1024 + 1);
    Stream<DynamicTest> cases =
        refused(
            List.of(
                new Case("text must not be null", () -> context.reportProgress(null, "{}")),
                new Case("details must not be null", () -> context.reportProgress("text", null)),
                new Case(
                    "details must have at most 262144 bytes in UTF-8, not 262145",
                    () -> context.reportProgress("text", tooLarge)),
                new Case(
                    "callback must not be null", () -> context.cancellation().onCancel(null))));
    DynamicTest after =
        dynamicTest(
            "nothing was reported", () -> assertThat(job(manager, "a").progress()).isEmpty());
    return Stream.concat(cases, Stream.of(after));
  }

  @Test
  @DisplayName("L1 a body that gets an argument wrong fails with the rule it broke")
  void bodyThatGetsItWrong() {
    AsyncJobManager manager = manager();
    manager.register("task", "label", context -> JobResult.of(null), options().id("a").build());
    time.runReady();
    JobEnd end = job(manager, "a").end().orElseThrow();
    assertThat(end.reason()).isEqualTo(EndReason.THREW);
    assertThat(end.text()).isEqualTo("text must not be null");
  }

  @Test
  @DisplayName("L1 what is just within the range is taken")
  void justWithin() {
    assertThat(Exit.withCode(0).code()).hasValue(0);
    assertThat(Exit.withCode(255).code()).hasValue(255);
    assertThat(Exit.bySignal("S".repeat(20)).signal()).contains("S".repeat(20));
    assertThat(JobFilter.owner("o".repeat(200)).matches(Optional.of("o".repeat(200)))).isTrue();
    assertThat(HandlerCall.of("h".repeat(200), "").handler()).hasSize(200);
    assertThat(new JobFailedException("").data()).isEmpty();
    assertThat(JobResult.empty().text()).isEmpty();
  }
}
