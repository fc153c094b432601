package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is there again when the next process begins. */
class RestartTest extends DurableTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RecordingSink later = RecordingSink.of(time);

  @Test
  @DisplayName("J1 what register has returned is there after a crash, as it was agreed")
  void registrationsSurvive() {
    AsyncJobManager before =
        start(builder -> builder.handler("h", (payload, context) -> JobResult.of(payload)));
    before.register(
        "deploy",
        "a label — ünïcode",
        HandlerCall.of("h", "payload\u0001 \ud83d\ude00"),
        options()
            .id("one")
            .owner("ann/x")
            .priority(7)
            .admission(Admission.QUEUE)
            .startAfter(Duration.ofHours(1))
            .queueTimeout(Duration.ofHours(2))
            .timeout(Duration.ofSeconds(90))
            .idempotencyKey("key")
            .build());
    Job was = before.job("one").orElseThrow();
    crash();
    AsyncJobManager after =
        start(builder -> builder.handler("h", (payload, context) -> JobResult.of(payload)));
    assertThat(after.job("one")).contains(was);
    assertThat(
            after.register(
                "other", "other", DONE, options().owner("ann/x").idempotencyKey("key").build()))
        .as("A8 the key is known still")
        .isEqualTo("one");
    time.advance(Duration.ofMinutes(59));
    assertThat(after.job("one").orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
    time.advance(Duration.ofMinutes(2));
    assertThat(after.job("one").orElseThrow().end().orElseThrow().text())
        .isEqualTo("payload\u0001 \ud83d\ude00");
  }

  @Test
  @DisplayName("J1 outcome and delivery survive together, and the delivery keeps its id (F7, I2)")
  void outcomesSurvive() {
    RecordingSink failing = RecordingSink.of(time, RecordingSink.Answer.fail("away"));
    AsyncJobManager before = start(builder -> builder.onJobComplete(failing));
    before.register("task", "label", DONE, id("a"));
    time.runReady();
    crash();
    start(builder -> builder.onJobComplete(later));
    time.advance(Duration.ofSeconds(31));
    assertThat(later.jobIds()).containsExactly("a");
    assertThat(later.lastCall().delivery().deliveryId())
        .isEqualTo(failing.calls().get(0).delivery().deliveryId());
    assertThat(later.lastCall().delivery().text()).isEqualTo("done a");
    assertThat(later.lastCall().attempt()).as("attempts count on").isEqualTo(2);
  }

  @Test
  @DisplayName("J2 a closure that was running is lost, and its owner is told")
  void closuresAreLost() {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    before.register("task", "label", ScriptedBody.of(time), id("a"));
    time.runReady();
    crash();
    AsyncJobManager after = start(builder -> builder.onJobComplete(later));
    assertThat(after.job("a").orElseThrow().end().orElseThrow().reason()).isEqualTo(EndReason.LOST);
    assertThat(after.runningJobs()).isEmpty();
    assertThat(later.jobIds()).containsExactly("a");
    assertThat(later.lastCall().delivery().text()).contains("died");
  }

  @Test
  @DisplayName("J2 what outlives its process is adopted after a crash and after an orderly close")
  void adopted() {
    List<Integer> epochs = new ArrayList<>();
    for (int life = 1; life <= 3; life++) {
      AsyncJobManager manager =
          start(builder ->
              builder
                  .onJobComplete(later)
                  .handler(
                      "h",
                      (payload, context) -> {
                        epochs.add(context.epoch());
                        return ScriptedBody.of(time).run(context);
                      },
                      Recovery.ADOPT));
      if (life == 1) {
        manager.register("task", "label", HandlerCall.of("h", ""), id("a"));
        time.runReady();
        crash();
      } else {
        assertThat(manager.job("a").orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
        stop(manager);
      }
    }
    assertThat(epochs).containsExactly(1, 2, 3);
    assertThat(later.calls()).isEmpty();
  }

  @Test
  @DisplayName("J2 a handler that says so is run again, so many times and no more")
  void rerun() {
    List<Integer> epochs = new ArrayList<>();
    for (int life = 1; life <= 4; life++) {
      AsyncJobManager manager =
          start(builder ->
              builder
                  .maxReruns(2)
                  .onJobComplete(later)
                  .handler(
                      "h",
                      (payload, context) -> {
                        epochs.add(context.epoch());
                        time.sleep(Duration.ofHours(1));
                        return JobResult.of(payload);
                      },
                      Recovery.RERUN));
      if (life == 1) {
        manager.register("task", "label", HandlerCall.of("h", "p"), id("a"));
      }
      time.runReady();
      crash();
    }
    assertThat(epochs).containsExactly(1, 2, 3);
    assertThat(later.lastCall().delivery().job().end().orElseThrow().reason())
        .isEqualTo(EndReason.LOST);
  }

  @Test
  @DisplayName("J2 a job that was cancelled while its body went on is settled, and told")
  void cancelledIsSettled() {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    before.register("task", "label", ScriptedBody.ignoringCancel(time), id("a"));
    time.runReady();
    before.cancel("a", CancelledBy.OPERATOR);
    crash();
    AsyncJobManager after = start(builder -> builder.onJobComplete(later));
    assertThat(after.job("a").orElseThrow().settledAt()).isPresent();
    assertThat(later.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("J3 what was in flight at the crash goes out again, with the same id")
  void inFlight() {
    RecordingSink hanging = RecordingSink.of(time, RecordingSink.Answer.hang());
    AsyncJobManager before = start(builder -> builder.onJobComplete(hanging));
    before.register("task", "label", DONE, id("a"));
    time.runReady();
    crash();
    start(builder -> builder.onJobComplete(later));
    assertThat(later.lastCall().delivery().deliveryId())
        .isEqualTo(hanging.lastCall().delivery().deliveryId());
  }

  @Test
  @DisplayName("F12 J3 what was acknowledged stays so, in flight or not, and when its row has gone")
  void acknowledged() {
    RecordingSink hanging = RecordingSink.of(time, RecordingSink.Answer.hang());
    AsyncJobManager before = start(builder -> builder.onJobComplete(hanging));
    before.register("task", "label", DONE, id("in flight"));
    before.register("task", "label", ScriptedBody.of(time), id("muted"));
    time.runReady();
    before.acknowledgeDeliveries(List.of("in flight", "muted"));
    crash();
    AsyncJobManager after = start(builder -> builder.onJobComplete(later));
    time.advance(Duration.ofHours(1));
    assertThat(later.calls()).isEmpty();
    assertThat(after.job("in flight")).as("its retention is over").isEmpty();
    crash();
    start(builder -> builder.onJobComplete(later));
    time.advance(Duration.ofHours(1));
    assertThat(later.calls()).isEmpty();
  }

  @Test
  @DisplayName(
      "F11 a hold dies with the process that has it: the result goes out at the next start")
  void holdsDie() {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    before.register("task", "label", DONE, options().id("a").hold().build());
    before.register("task", "label", DONE, id("b"));
    time.runReady();
    before.hold("b");
    crash();
    AsyncJobManager after = start(builder -> builder.onJobComplete(later));
    assertThat(later.jobIds()).containsExactly("a");
    assertThat(after.job("b").orElseThrow().delivery().held()).isFalse();
  }

  @Test
  @DisplayName("A2 ids count on after a restart, also when their rows have gone")
  void idsCountOn() {
    AsyncJobManager before = start(builder -> builder.retention(Duration.ZERO).onJobComplete(sink));
    assertThat(before.register("task", "label", DONE)).isEqualTo("bg_1");
    assertThat(before.register("task", "label", DONE)).isEqualTo("bg_2");
    before.register("task", "label", ScriptedBody.of(time), id("bg_4"));
    before.register("task", "label", ScriptedBody.of(time), id("x-7"));
    time.runReady();
    assertThat(before.allJobs()).hasSize(2);
    crash();
    AsyncJobManager after = start(builder -> builder);
    assertThat(after.register("task", "label", DONE)).isEqualTo("bg_3");
    assertThat(after.register("task", "label", DONE)).isEqualTo("bg_5");
    assertThat(after.register("task", "label", DONE, id("x-7"))).isEqualTo("x-7-2");
    after.register("task", "label", DONE, id("x"));
    assertThat(after.register("task", "label", DONE, id("x"))).isEqualTo("x-8");
  }

  @Test
  @DisplayName("F6 dead letters and parked mail are there after a restart, as old as they are")
  void deadAndParked() {
    RecordingSink failing = RecordingSink.of(time, RecordingSink.Answer.fail("never"));
    AsyncJobManager before = start(builder -> builder.routeByOwner().maxAttempts(1));
    before.registerDeliverySink("dora", failing);
    before.register("task", "label", DONE, owned("dead", "dora"));
    before.register("task", "label", DONE, owned("parked", "paul"));
    time.advance(Duration.ofDays(4));
    crash();
    AsyncJobManager after = start(builder -> builder.routeByOwner());
    assertThat(after.deadLetters(JobFilter.all()))
        .extracting(letter -> letter.jobId())
        .containsExactly("dead");
    assertThat(after.job("dead").orElseThrow().delivery().lastError()).contains("never");
    assertThat(after.deliveryState().parked()).isEqualTo(1);
    time.advance(Duration.ofDays(3).minusSeconds(1));
    assertThat(after.deliveryState().parked()).isEqualTo(1);
    time.advance(Duration.ofSeconds(2));
    assertThat(after.deadLetters(JobFilter.all()))
        .extracting(letter -> letter.jobId())
        .containsExactly("parked");
    assertThat(after.redeliver(after.deadLetters(JobFilter.all()).get(0).deliveryId())).isTrue();
    after.registerDeliverySink("paul", later);
    time.runReady();
    assertThat(later.jobIds()).containsExactly("parked");
  }

  @Test
  @DisplayName("H1 retention goes on where it was")
  void retention() {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    before.register("task", "label", DONE, id("a"));
    time.advance(Duration.ofMinutes(3));
    crash();
    AsyncJobManager after = start(builder -> builder);
    time.advance(Duration.ofMinutes(2).minus(SECOND));
    assertThat(after.job("a")).isPresent();
    time.advance(SECOND.multipliedBy(2));
    assertThat(after.job("a")).isEmpty();
  }

  @Test
  @DisplayName("F9 what a batch failed with is tried singly after a restart, too")
  void alone() {
    List<Integer> sizes = new ArrayList<>();
    AsyncJobManager before = start(builder -> builder.routeByOwner());
    before.register("task", "label", DONE, owned("a", "ann"));
    before.register("task", "label", DONE, owned("b", "ann"));
    time.runReady();
    before.registerBatchDeliverySink(
        "ann",
        batch -> {
          sizes.add(batch.size());
          throw new IllegalStateException("no");
        });
    time.runReady();
    crash();
    AsyncJobManager after = start(builder -> builder.routeByOwner());
    after.registerBatchDeliverySink(
        "ann",
        batch -> {
          sizes.add(batch.size());
          return List.of();
        });
    time.advance(Duration.ofSeconds(31));
    assertThat(sizes.subList(0, 3)).containsExactly(2, 1, 1);
  }

  @Test
  @DisplayName(
      "I1 I2 close hands back: queued work goes on at the next start, and mail goes out then")
  void orderlyRestart() {
    List<String> worked = new ArrayList<>();
    AsyncJobManager before =
        start(builder ->
            builder
                .routeByOwner()
                .maxRunningJobs(1)
                .handler(
                    "h",
                    (payload, context) -> {
                      worked.add(payload);
                      time.sleep(Duration.ofMinutes(1));
                      return JobResult.of(payload);
                    },
                    Recovery.RERUN));
    before.register("task", "label", HandlerCall.of("h", "one"), id("one"));
    before.register(
        "task",
        "label",
        HandlerCall.of("h", "two"),
        options().id("two").admission(Admission.QUEUE).build());
    before.register(
        "task",
        "label",
        DONE,
        options().id("closure").owner("ann").admission(Admission.QUEUE).build());
    time.runReady();
    stop(before);
    AsyncJobManager after =
        start(builder ->
            builder
                .routeByOwner()
                .handler(
                    "h", (payload, context) -> JobResult.of(payload + " again"), Recovery.RERUN));
    after.registerDeliverySink("ann", later);
    time.advance(SECOND);
    assertThat(worked).containsExactly("one");
    assertThat(after.job("one").orElseThrow().end().orElseThrow().text()).isEqualTo("one again");
    assertThat(after.job("two").orElseThrow().end().orElseThrow().text()).isEqualTo("two again");
    assertThat(later.jobIds()).containsExactly("closure");
    assertThat(later.lastCall().delivery().job().status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("G1 what a wait consumed is consumed after a restart")
  void consumed() throws InterruptedException {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    before.register("task", "label", DONE, options().id("a").hold().build());
    try (Awaited awaited = before.awaitJobs(List.of("a"), AwaitMode.ALL, SECOND, JobFilter.all())) {
      awaited.consume();
    }
    crash();
    AsyncJobManager after = start(builder -> builder.onJobComplete(later));
    time.advance(SECOND);
    assertThat(later.calls()).isEmpty();
    assertThat(after.job("a").orElseThrow().delivery().status())
        .isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }
}
