package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobHandler;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.ProgressListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * L1 for the options of a job: each thing is checked as it is said, and what is refused leaves the
 * builder as it was.
 */
class BadInputOptionsTest extends ContractTest {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final ProgressListener HEARS = progress -> {};
  private static final JobHandler HANDLER = (payload, context) -> JobResult.empty();

  private record Case<B>(String message, Consumer<B> call) {}

  private static final List<Case<JobOptions.Builder>> OPTIONS =
      List.of(
          new Case<>("id must not be null", builder -> builder.id(null)),
          new Case<>(
              "id must have at most 200 characters, not 201",
              builder -> builder.id("i".repeat(201))),
          new Case<>(
              "id must have printable characters only, but character 2 is U+0000",
              builder -> builder.id("a\u0000b")),
          new Case<>(
              "id must have printable characters only, but character 3 is U+007F",
              builder -> builder.id(" ab\u007Fc ")),
          new Case<>(
              "id must have printable characters only, but character 1 is U+0085",
              builder -> builder.id("\u0085")),
          new Case<>("owner must not be null", builder -> builder.owner(null)),
          new Case<>("owner must not be blank", builder -> builder.owner("")),
          new Case<>("owner must not be blank", builder -> builder.owner(" \n")),
          new Case<>(
              "owner must have at most 200 characters, not 201",
              builder -> builder.owner("o".repeat(201))),
          new Case<>(
              "priority must be between -100 and 100, not 101", builder -> builder.priority(101)),
          new Case<>(
              "priority must be between -100 and 100, not -101", builder -> builder.priority(-101)),
          new Case<>("admission must not be null", builder -> builder.admission(null)),
          new Case<>("startAfter must not be null", builder -> builder.startAfter(null)),
          new Case<>(
              "startAfter must not be negative, but is PT-0.000000001S",
              builder -> builder.startAfter(NEGATIVE)),
          new Case<>("queueTimeout must not be null", builder -> builder.queueTimeout(null)),
          new Case<>(
              "queueTimeout must be longer than zero, not PT0S",
              builder -> builder.queueTimeout(Duration.ZERO)),
          new Case<>(
              "queueTimeout must be longer than zero, not PT-0.000000001S",
              builder -> builder.queueTimeout(NEGATIVE)),
          new Case<>("timeout must not be null", builder -> builder.timeout(null)),
          new Case<>(
              "timeout must be longer than zero, not PT0S",
              builder -> builder.timeout(Duration.ZERO)),
          new Case<>(
              "timeout must be longer than zero, not PT-0.000000001S",
              builder -> builder.timeout(NEGATIVE)),
          new Case<>("idempotencyKey must not be null", builder -> builder.idempotencyKey(null)),
          new Case<>("idempotencyKey must not be blank", builder -> builder.idempotencyKey(" ")),
          new Case<>(
              "idempotencyKey must have at most 200 characters, not 201",
              builder -> builder.idempotencyKey("k".repeat(201))),
          new Case<>(
              "idempotencyKey must have printable characters only, but character 1 is " + "U+0001",
              builder -> builder.idempotencyKey("\u0001k")),
          new Case<>("progressListener must not be null", builder -> builder.onProgress(null)));

  @TestFactory
  @DisplayName(
      "L1 options refuse what is null, blank or out of range, say so, and stay as they were")
  Stream<DynamicTest> optionsBuilder() {
    return OPTIONS.stream()
        .map(one ->
            dynamicTest(
                one.message(),
                () -> {
                  JobOptions.Builder builder = everythingSaid();
                  refused(one, builder);
                  assertEverything(builder.build());
                }));
  }

  private static JobOptions.Builder everythingSaid() {
    return options()
        .id(" id ")
        .owner("owner")
        .priority(7)
        .admission(Admission.QUEUE)
        .startAfter(SECOND)
        .queueTimeout(SECOND.multipliedBy(2))
        .timeout(SECOND.multipliedBy(3))
        .idempotencyKey("key")
        .hold()
        .onProgress(HEARS);
  }

  private static void assertEverything(JobOptions options) {
    assertThat(options.id()).contains("id");
    assertThat(options.owner()).contains("owner");
    assertThat(options.priority()).isEqualTo(7);
    assertThat(options.admission()).isEqualTo(Admission.QUEUE);
    assertThat(options.startAfter()).contains(SECOND);
    assertThat(options.queueTimeout()).contains(SECOND.multipliedBy(2));
    assertThat(options.timeout()).contains(SECOND.multipliedBy(3));
    assertThat(options.idempotencyKey()).contains("key");
    assertThat(options.hold()).isTrue();
    assertThat(options.progressListener()).contains(HEARS);
  }

  private static <B> void refused(Case<B> one, B builder) {
    assertThatThrownBy(() -> one.call().accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(one.message());
  }

  @Test
  @DisplayName("L1 what is just within the range is taken")
  void justWithin() {
    JobOptions options =
        options()
            .id(" " + "i".repeat(200) + " ")
            .owner("o".repeat(200))
            .priority(100)
            .startAfter(Duration.ZERO)
            .queueTimeout(Duration.ofNanos(1))
            .timeout(LONGEST)
            .idempotencyKey("k".repeat(200))
            .build();
    options()
        .priority(-100)
        .startAfter(LONGEST)
        .queueTimeout(LONGEST)
        .timeout(Duration.ofNanos(1))
        .build();
    AsyncJobManager manager = manager();
    assertThat(manager.register("task", "label", DONE, options)).isEqualTo("i".repeat(200));
    time.runReady();
    assertThat(job(manager, "i".repeat(200)).status().isFinal()).isTrue();
  }

  @Test
  @DisplayName("L1 options that say nothing are the default")
  void sayNothing() {
    JobOptions options = options().id(" ").build();
    assertThat(options.id()).isEmpty().isEqualTo(JobOptions.DEFAULT.id());
    assertThat(options.owner()).isEmpty();
    assertThat(options.priority()).isZero();
    assertThat(options.admission()).isEqualTo(Admission.REJECT);
    assertThat(options.hold()).isFalse();
  }
}
