package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flaws of the original in its one queue with its one loop, and in how it retried. */
class OriginalFlawsQueueTest extends DeliveryContractTest {
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration JITTER = Duration.ofMillis(200);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  /** The times between the calls with the delivery of this job. */
  private List<Duration> waits(String id) {
    List<Instant> times = sink.callsFor(id).stream().map(RecordingSink.Call::at).toList();
    List<Duration> waits = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      waits.add(Duration.between(times.get(i - 1), times.get(i)));
    }
    return waits;
  }

  @Test
  @DisplayName(
      "flaw 5: one failing delivery made everybody wait for its retry, up to 30 s, for ever (F4)")
  void flaw5() {
    sink.answerTo("failing", Answer.fail("always"));
    end(manager, "failing", "me");
    time.advance(Duration.ofMinutes(10));
    for (String owner : List.of("me", "you")) {
      Instant ended = time.now();
      end(manager, "of " + owner, owner);
      assertThat(sink.callsFor("of " + owner))
          .singleElement()
          .extracting(RecordingSink.Call::at)
          .isEqualTo(ended);
    }
  }

  @Test
  @DisplayName("flaw 5: a delivery that always failed was retried for ever (F6)")
  void flaw5GivesUp() {
    sink.answer(Answer.fail("always"));
    end(manager, "a");
    time.advance(Duration.ofHours(24).plusMinutes(1));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    int calls = sink.calls().size();
    time.advance(Duration.ofDays(1));
    assertThat(sink.calls()).hasSize(calls);
    assertThat(manager.deadLetters(JobFilter.all())).hasSize(1);
  }

  @Test
  @DisplayName("flaw 6: one hanging sink call stopped the deliveries of all owners (F4, F6)")
  void flaw6() {
    sink.answerTo("hangs", Answer.hangStubbornly());
    end(manager, "hangs", "me");
    end(manager, "behind it", "me");
    Instant ended = time.now();
    end(manager, "yours", "you");
    assertThat(sink.callsFor("yours")).extracting(RecordingSink.Call::at).containsExactly(ended);

    time.advance(Duration.ofSeconds(60));
    assertThat(sink.callsFor("behind it")).as("a call that hangs is abandoned").hasSize(1);
  }

  @Test
  @DisplayName(
      "flaw 7: an acknowledgement did not wake the loop: a fresh delivery waited up to 30 s for"
          + " the retry of one that was gone (F4, F12)")
  void flaw7() {
    sink.answerTo("a", Answer.fail("always"));
    end(manager, "a");
    time.advance(Duration.ofMinutes(10));
    manager.acknowledgeDeliveries(List.of("a"));
    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
    Instant ended = time.now();
    end(manager, "fresh");
    assertThat(sink.lastCall().jobId()).isEqualTo("fresh");
    assertThat(sink.lastCall().at()).isEqualTo(ended);
  }

  @Test
  @DisplayName(
      "flaw 8: the back-off was skipped when a drain and the loop waited for the same retry (F5)")
  void flaw8() {
    sink.answer(Answer.fail("always"));
    end(manager, "a", "me");
    for (JobFilter filter : List.of(JobFilter.all(), JobFilter.owner("me"))) {
      time.start("drain", () -> drain(filter));
    }
    time.advance(Duration.ofSeconds(8));
    assertThat(waits("a")).hasSize(4);
    for (int retry = 1; retry <= 4; retry++) {
      Duration base = Duration.ofMillis(500L << (retry - 1));
      assertThat(waits("a").get(retry - 1))
          .isGreaterThanOrEqualTo(base)
          .isLessThan(base.plus(JITTER));
    }
  }

  @Test
  @DisplayName(
      "flaw 13: two drains of one owner delivered in parallel and out of order, and the loop as"
          + " well (F4)")
  void flaw13() {
    sink.answer(Answer.hang());
    List<String> inOrder = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      inOrder.add("job-" + i);
      end(manager, "job-" + i, "me");
    }
    for (int i = 0; i < 3; i++) {
      time.start("drain", () -> drain(JobFilter.owner("me")));
    }
    for (int i = 0; i < 10; i++) {
      time.runReady();
      sink.lastCall().succeed();
    }
    time.runReady();
    assertThat(sink.jobIds()).isEqualTo(inOrder);
    assertThat(sink.mostAtOnce()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "flaw 26: nextRetryAt told of first attempts, and delivering was true while nothing but a"
          + " retry was waited for (F10)")
  void flaw26() {
    sink.answer(Answer.hang());
    end(manager, "first", "me");
    end(manager, "second", "me");
    DeliveryState calling = manager.deliveryState();
    assertThat(calling.queued()).isEqualTo(2);
    assertThat(calling.delivering()).isEqualTo(1);
    assertThat(calling.nextRetryAt()).as("the second is waiting for its first").isEmpty();

    sink.answer(Answer.fail("no"));
    sink.lastCall().fail("no");
    time.runReady();
    DeliveryState waiting = manager.deliveryState();
    assertThat(waiting.queued()).isEqualTo(2);
    assertThat(waiting.delivering()).isZero();
    assertThat(waiting.nextRetryAt().orElseThrow()).isAfter(time.now());
  }

  @Test
  @DisplayName("flaw 30: at the cap the jitter was gone, and all retries fell in step (F5)")
  void flaw30() {
    sink.answer(Answer.fail("always"));
    List<String> failing = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      failing.add("job-" + i);
      end(manager, "job-" + i, "owner-" + i);
    }
    time.advance(Duration.ofMinutes(5));
    for (String id : failing) {
      List<Duration> atTheCap = waits(id).subList(6, waits(id).size());
      assertThat(atTheCap)
          .hasSizeGreaterThan(4)
          .allMatch(wait -> wait.compareTo(CAP) <= 0 && wait.compareTo(CAP.minus(JITTER)) > 0);
      assertThat(new HashSet<>(atTheCap)).hasSizeGreaterThan(1);
    }
    assertThat(
            failing.stream().map(id -> sink.callsFor(id).get(9).at()).collect(Collectors.toSet()))
        .as("the tenth attempts")
        .hasSizeGreaterThan(5);
  }

  @Test
  @DisplayName(
      "flaw 32: a sink that threw at once, at the first delivery, started a second loop: two calls"
          + " at a time (F4)")
  void flaw32() {
    sink.answerNext(Answer.fail("at once"));
    sink.answer(Answer.hang());
    for (int i = 0; i < 3; i++) {
      manager.register("task", "label", RESULT, options().owner("me").build());
    }
    time.advance(Duration.ofSeconds(10));
    assertThat(sink.calls()).hasSize(2);
    assertThat(sink.mostAtOnce()).isEqualTo(1);
    assertThat(manager.deliveryState().delivering()).isEqualTo(1);
  }

  private void drain(JobFilter filter) {
    try {
      manager.drainDeliveries(Duration.ofHours(1), filter);
    } catch (InterruptedException nobodyDoes) {
      throw new IllegalStateException(nobodyDoes);
    }
  }
}
