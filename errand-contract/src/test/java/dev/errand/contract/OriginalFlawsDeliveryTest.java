package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flaws of the original in what a delivery carries, and of which run. */
class OriginalFlawsDeliveryTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName(
      "flaw 1: an id was given out again while its delivery was pending, and the sink was called"
          + " with the old text and the new job (A2, F8)")
  void flaw1() {
    sink.answerTo("a", Answer.fail("no"));
    end(manager, "a", "me");
    time.advance(Duration.ofHours(1));
    ScriptedBody body = ScriptedBody.of(time);
    String next = manager.register("task", "label", body, options().id("a").owner("you").build());
    assertThat(next).as("the id is taken while its delivery is pending").isEqualTo("a-2");

    sink.answerTo("a", Answer.take());
    time.advance(Duration.ofMinutes(1));
    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.text()).isEqualTo("result of a");
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.job().status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "flaw 1: an acknowledgement dropped the results of both jobs of an id, and the id was listed"
          + " twice (F10, F12)")
  void flaw1Acknowledged() {
    sink.answer(Answer.hangStubbornly());
    end(manager, "a", "me");
    sink.answer(Answer.fail("no"));
    manager.evict(JobFilter.all());
    end(manager, "a", "you");
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a");
    assertThat(manager.acknowledgeDeliveries(List.of("a"))).isEqualTo(1);

    end(manager, "a", "me");
    end(manager, "a", "me");
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a-2", "a-3");
    assertThat(manager.acknowledgeDeliveries(List.of("a-2"))).isEqualTo(1);
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a-3");
  }

  @Test
  @DisplayName(
      "flaw 2: the result of the new job was delivered without job and owner, after the late end of"
          + " its namesake (Words: Run)")
  void flaw2() {
    ScriptedBody old = startStubborn(manager, "a", options().owner("me"));
    manager.cancel("a", CancelledBy.PERSON);
    manager.evict(JobFilter.all());
    ScriptedBody body = startStubborn(manager, "a", options().owner("you"));
    old.fail(new IllegalStateException("because of the abort"));
    time.advance(Duration.ofMinutes(10));
    assertThat(sink.calls()).isEmpty();

    body.complete("text");
    time.runReady();
    assertThat(sink.calls()).hasSize(1);
    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.owner()).contains("you");
    assertThat(delivery.text()).isEqualTo("text");
    assertThat(delivery.runId()).isEqualTo(job(manager, "a").runId());
  }

  @Test
  @DisplayName("flaw 24: what had been evicted was delivered without its job (F8)")
  void flaw24() {
    for (Duration retention : List.of(Duration.ZERO, Duration.ofSeconds(1))) {
      AsyncJobManager brief = manager(builder -> builder.onJobComplete(sink).retention(retention));
      sink.answerNext(Answer.hang());
      end(brief, "first", "me");
      end(brief, "behind a busy sink", "me");
      time.advance(Duration.ofSeconds(10));
      sink.lastCall().fail("and then a retry");
      time.advance(Duration.ofSeconds(10));
      assertThat(brief.allJobs()).isEmpty();
    }
    assertThat(sink.calls()).hasSize(6);
    assertThat(sink.calls())
        .allSatisfy(call -> {
          assertThat(call.delivery().job().id()).isEqualTo(call.jobId());
          assertThat(call.delivery().job().status()).isEqualTo(JobStatus.COMPLETED);
          assertThat(call.delivery().owner()).contains("me");
        });
  }

  @Test
  @DisplayName(
      "flaw 33: a body that threw at once was delivered before register returned, without job and"
          + " owner, and with retention 0 stayed in the table (A1, F8, H1)")
  void flaw33() {
    AsyncJobManager brief =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    String id =
        brief.register(
            "task",
            "label",
            context -> {
              throw new IllegalStateException("at once");
            },
            options().owner("me").build());
    assertThat(sink.calls()).as("nothing is delivered inside register").isEmpty();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly(id);
    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.text()).isEqualTo("at once");
    assertThat(sink.lastCall().thread()).isNotSameAs(Thread.currentThread());
    assertThat(brief.allJobs()).isEmpty();
  }

  @Test
  @DisplayName(
      "flaw 35: of completion and cancel or watch in one turn the later won, so that a result was"
          + " marked cancelled, or lost (C1, F11)")
  void flaw35() {
    for (long seed = 0; seed < 200; seed++) {
      VirtualTime raced = VirtualTime.seeded(seed);
      List<Delivery> got = new ArrayList<>();
      try (AsyncJobManager one =
          AsyncJobManager.builder().timeAndThreads(raced).onJobComplete(got::add).build()) {
        ScriptedBody body = ScriptedBody.of(raced);
        one.register("task", "label", body, options().id("a").build());
        raced.runReady();
        boolean[] cancelled = new boolean[1];
        raced.start("complete", () -> body.complete(JobResult.of("text")));
        raced.start("watch", () -> one.watchJobs(List.of("a")));
        raced.start("cancel", () -> cancelled[0] = one.cancel("a", CancelledBy.PERSON));
        raced.runReady();
        one.unwatchJobs(List.of("a"));
        raced.runReady();
        assertThat(got).as("seed %d", seed).hasSize(1);
        assertThat(got.get(0).job().status())
            .as("seed %d", seed)
            .isEqualTo(cancelled[0] ? JobStatus.CANCELLED : JobStatus.COMPLETED)
            .isEqualTo(job(one, "a").status());
      }
    }
  }
}
