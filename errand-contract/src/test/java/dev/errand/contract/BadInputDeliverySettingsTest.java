package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.AsyncJobManager;
import dev.errand.CloseReport;
import dev.errand.Delivery;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** L1 for the settings about deliveries, and for the values that are made of them. */
class BadInputDeliverySettingsTest extends MailContractTest {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private record Setting(String message, Consumer<AsyncJobManager.Builder> call) {}

  private record Case(String message, ThrowingCallable call) {}

  private final List<Setting> settings =
      List.of(
          new Setting("onJobComplete must not be null", builder -> builder.onJobComplete(null)),
          new Setting("retention must not be null", builder -> builder.retention(null)),
          new Setting(
              "retention must not be negative, but is PT-0.000000001S",
              builder -> builder.retention(NEGATIVE)),
          new Setting("sinkTimeout must not be null", builder -> builder.sinkTimeout(null)),
          new Setting(
              "sinkTimeout must be longer than zero, not PT0S",
              builder -> builder.sinkTimeout(Duration.ZERO)),
          new Setting(
              "sinkTimeout must be longer than zero, not PT-0.000000001S",
              builder -> builder.sinkTimeout(NEGATIVE)),
          new Setting("sinkAbandon must not be null", builder -> builder.sinkAbandon(null)),
          new Setting(
              "sinkAbandon must not be negative, but is PT-0.000000001S",
              builder -> builder.sinkAbandon(NEGATIVE)),
          new Setting("maxAttempts must be at least 1, not 0", builder -> builder.maxAttempts(0)),
          new Setting(
              "maxAttempts must be at least 1, not -2147483648",
              builder -> builder.maxAttempts(Integer.MIN_VALUE)),
          new Setting("deliveryTtl must not be null", builder -> builder.deliveryTtl(null)),
          new Setting(
              "deliveryTtl must be longer than zero, not PT0S",
              builder -> builder.deliveryTtl(Duration.ZERO)),
          new Setting(
              "deliveryTtl must be longer than zero, not PT-0.000000001S",
              builder -> builder.deliveryTtl(NEGATIVE)));

  @TestFactory
  @DisplayName(
      "L1 the manager's builder refuses settings of deliveries that are null or out of range, says"
          + " so, and stays as it was")
  Stream<DynamicTest> refused() {
    return settings.stream().map(one -> dynamicTest(one.message(), () -> assertStaysAsItWas(one)));
  }

  private void assertStaysAsItWas(Setting one) {
    AsyncJobManager manager =
        manager(builder -> {
          builder
              .onJobComplete(sink)
              .maxAttempts(2)
              .sinkTimeout(Duration.ofSeconds(3))
              .retention(Duration.ofSeconds(7));
          assertThatThrownBy(() -> one.call().accept(builder))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(one.message());
          return builder;
        });
    sink.answerNext(Answer.hang(), Answer.fail("no"), Answer.take());
    ended(manager, "a");
    time.advance(Duration.ofMillis(2_999));
    assertThat(sink.lastCall().isOver()).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(sink.lastCall().interruptedAt()).as("after three seconds").isPresent();
    time.advance(FIRST_RETRY);
    assertThat(status(manager, "a")).as("after two attempts").isEqualTo(DeliveryStatus.DEAD);

    ended(manager, "b");
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
    time.advance(Duration.ofSeconds(8));
    assertThat(manager.job("b")).as("after seven seconds").isEmpty();
  }

  @Test
  @DisplayName("L1 the longest and shortest settings that are allowed are taken")
  void justWithin() {
    AsyncJobManager longest =
        manager(builder ->
            builder
                .onJobComplete(sink)
                .retention(LONGEST)
                .sinkTimeout(LONGEST)
                .sinkAbandon(LONGEST)
                .maxAttempts(Integer.MAX_VALUE)
                .deliveryTtl(LONGEST));
    sink.answerNext(Answer.hang());
    ended(longest, "a");
    time.advance(Duration.ofDays(400));
    assertThat(sink.lastCall().isOver()).isFalse();
    sink.lastCall().succeed();
    time.advance(Duration.ofDays(400));
    assertThat(status(longest, "a")).isEqualTo(DeliveryStatus.DELIVERED);

    AsyncJobManager shortest =
        manager(builder ->
            builder
                .onJobComplete(sink)
                .retention(Duration.ZERO)
                .sinkTimeout(Duration.ofNanos(1))
                .sinkAbandon(Duration.ZERO)
                .maxAttempts(1)
                .deliveryTtl(Duration.ofNanos(1)));
    sink.answerNext(Answer.fail("no"), Answer.take());
    ended(shortest, "dead");
    assertThat(status(shortest, "dead")).isEqualTo(DeliveryStatus.DEAD);
    ended(shortest, "b");
    assertThat(shortest.job("b")).as("delivered, and nothing is retained").isEmpty();
  }

  @TestFactory
  @DisplayName("L1 the values of deliveries refuse null by the name of what is missing")
  Stream<DynamicTest> values() {
    AsyncJobManager manager = delivering();
    ended(manager, "a");
    Job job = job(manager, "a");
    Optional<Instant> never = Optional.empty();
    Optional<String> none = Optional.empty();
    return Stream.of(
            new Case("deliveryId must not be null", () -> new Delivery(null, 1, job)),
            new Case("job must not be null", () -> new Delivery("d-1", 1, null)),
            new Case(
                "status must not be null", () -> new DeliveryInfo(null, false, 0, never, none)),
            new Case(
                "nextAttemptAt must not be null",
                () -> new DeliveryInfo(DeliveryStatus.WAITING, false, 0, null, none)),
            new Case(
                "lastError must not be null",
                () -> new DeliveryInfo(DeliveryStatus.WAITING, false, 0, never, null)),
            new Case(
                "nextRetryAt must not be null",
                () -> new DeliveryState(0, 0, 0, 0, 0, 0, null, List::of)),
            new Case(
                "pendingJobIds must not be null",
                () -> new DeliveryState(0, 0, 0, 0, 0, 0, never, null)),
            new Case("unsettled must not be null", () -> new CloseReport(null, List.of())),
            new Case("undelivered must not be null", () -> new CloseReport(List.of(), null)))
        .map(one ->
            dynamicTest(
                one.message(),
                () ->
                    assertThatThrownBy(one.call())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(one.message())));
  }
}
