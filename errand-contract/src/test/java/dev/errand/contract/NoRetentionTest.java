package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** F8 and H1 with retention 0: the row goes the moment that its delivery is concluded. */
class NoRetentionTest extends DeliveryContractTest {
  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
  private final AsyncJobManager sinkless = manager(builder -> builder.retention(Duration.ZERO));

  @Test
  @DisplayName("F8 without retention the envelope is complete, and the row goes with the success")
  void delivered() {
    sink.answer(Answer.hang());
    end(manager, "a", "me");
    assertThat(manager.job("a")).isPresent();
    sink.lastCall().succeed();
    time.runReady();

    assertThat(manager.job("a")).isEmpty();
    assertThat(manager.allJobs()).isEmpty();
    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.text()).isEqualTo("result of a");
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.job().end()).isPresent();
  }

  @Test
  @DisplayName("F8 without retention every attempt has the whole envelope, also a late one")
  void everyAttempt() {
    sink.answerNext(Answer.fail("no"), Answer.fail("no"), Answer.fail("no"));
    end(manager, "a", "me");
    time.advance(Duration.ofMinutes(10));

    assertThat(sink.calls())
        .hasSize(4)
        .allSatisfy(call -> {
          assertThat(call.delivery().text()).isEqualTo("result of a");
          assertThat(call.delivery().job().label()).isEqualTo("label");
        });
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("H1 without retention a result that no sink can have is forgotten at once")
  void unrouted() {
    end(sinkless, "a");
    assertThat(sinkless.allJobs()).isEmpty();
  }

  @Test
  @DisplayName("H1 without retention what its owner cancelled is forgotten when its body has gone")
  void neverDue() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a");
    time.advance(Duration.ofMinutes(1));
    assertThat(manager.job("a")).isPresent();
    body.complete("late");
    time.runReady();

    assertThat(manager.job("a")).isEmpty();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("H1 without retention what was delivered unsettled stays until its body has gone")
  void deliveredUnsettled() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.taken()).hasSize(1);
    assertThat(manager.job("a")).isPresent();
    body.complete("late");
    time.runReady();

    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("H1 without retention a held result stays")
  void held() {
    manager.register("task", "label", DONE, options().id("a").hold().build());
    time.advance(Duration.ofDays(1));
    assertThat(manager.job("a")).isPresent();
    manager.unwatchJobs(List.of("a"));
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("H1 without retention a parked result stays")
  void parked() {
    AsyncJobManager byOwner = manager(builder -> builder.routeByOwner().retention(Duration.ZERO));
    end(byOwner, "a", "me");
    time.advance(Duration.ofDays(6));
    byOwner.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(jobIds(sink.taken())).containsExactly("a");
    assertThat(byOwner.job("a")).isEmpty();
  }

  @Test
  @DisplayName("F6 without retention a late success after the row has gone harms nobody")
  void lateSuccess() {
    sink.answerNext(Answer.hangStubbornly());
    end(manager, "a");
    time.advance(Duration.ofMinutes(2));
    assertThat(sink.calls()).hasSize(2);
    assertThat(manager.job("a")).isEmpty();
    sink.calls().get(0).succeed();
    time.advance(Duration.ofMinutes(2));

    assertThat(sink.calls()).hasSize(2);
    assertThat(manager.deliveryState().queued()).isZero();
    assertThat(manager.deliveryState().delivering()).isZero();
  }

  @Test
  @DisplayName("F8 without retention listeners hear of delivery and end all the same")
  void heard() {
    List<String> heard = new ArrayList<>();
    manager.addListener(
        new JobListener() {
          @Override
          public void onEnded(Job job) {
            heard.add("ended " + job.id());
          }

          @Override
          public void onDelivered(Delivery delivery) {
            heard.add("delivered " + delivery.jobId() + " " + delivery.text());
          }

          @Override
          public void onEvicted(Job job) {
            heard.add("evicted " + job.id());
          }
        });
    end(manager, "a");

    assertThat(heard).containsExactly("ended a", "delivered a result of a", "evicted a");
  }
}
