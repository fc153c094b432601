package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.BatchDeliverySink;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.TakenDeliveries;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What listeners hear of deliveries (F6, F9, F16) and of forgetting (H1, H2), each thing once. */
class DeliveryListenerTest extends DeliveryContractTest {
  private final List<String> heard = new ArrayList<>();
  private final AsyncJobManager manager =
      listenedTo(manager(builder -> builder.onJobComplete(sink).maxAttempts(2)));

  /** In words, such as {@code attempted a 2: no}; of what comes before, only {@code settled}. */
  private final class Ears implements JobListener {
    @Override
    public void onSettled(Job job) {
      heard.add("settled " + job.id());
    }

    @Override
    public void onDeliveryAttempted(Delivery delivery, Optional<String> error) {
      String result = error.map(text -> ": " + text).orElse("");
      heard.add("attempted " + delivery.jobId() + " " + delivery.attempt() + result);
    }

    @Override
    public void onDelivered(Delivery delivery) {
      heard.add("delivered " + delivery.jobId() + " " + delivery.attempt());
    }

    @Override
    public void onDeadLetter(Delivery delivery) {
      heard.add(
          "dead " + delivery.jobId() + " " + delivery.job().delivery().lastError().orElse(""));
    }

    @Override
    public void onEvicted(Job job) {
      heard.add("evicted " + job.id() + " " + job.delivery().status());
    }
  }

  private AsyncJobManager listenedTo(AsyncJobManager one) {
    one.addListener(new Ears());
    return one;
  }

  @Test
  @DisplayName("F6 listeners hear of settling, attempt, delivery and forgetting, in this order")
  void order() {
    end(manager, "a");
    time.advance(Duration.ofMinutes(5));
    assertThat(heard)
        .containsExactly("settled a", "attempted a 1", "delivered a 1", "evicted a DELIVERED");
  }

  @Test
  @DisplayName("F6 of a failed call listeners hear why, and of the success that follows")
  void failure() {
    sink.answerNext(Answer.fail("no such session"));
    end(manager, "a");
    assertThat(heard).containsExactly("settled a", "attempted a 1: no such session");
    time.advance(Duration.ofSeconds(1));
    assertThat(heard).endsWith("attempted a 2", "delivered a 2");
  }

  @Test
  @DisplayName("F6 listeners hear of a dead letter after its last attempt, and of putting it back")
  void dead() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofSeconds(1));
    assertThat(heard)
        .containsExactly("settled a", "attempted a 1: no", "attempted a 2: no", "dead a no");
    heard.clear();
    sink.answer(Answer.take());
    manager.redeliver(sink.lastCall().delivery().deliveryId());
    time.runReady();
    assertThat(heard).containsExactly("attempted a 1", "delivered a 1");
  }

  @Test
  @DisplayName("F6 a call that takes too long is heard of as failed; its late success as delivered")
  void lateSuccess() {
    sink.answerNext(Answer.hangStubbornly());
    end(manager, "a");
    heard.clear();
    time.advance(Duration.ofSeconds(30));
    assertThat(heard).singleElement().asString().startsWith("attempted a 1: ").contains("30");
    sink.lastCall().succeed();
    time.runReady();
    assertThat(heard.subList(1, heard.size())).contains("delivered a 1").hasSizeLessThan(3);
  }

  @Test
  @DisplayName("F12 an acknowledged delivery is not heard of as delivered")
  void acknowledged() {
    sink.answer(Answer.hang());
    end(manager, "a");
    manager.acknowledgeDeliveries(List.of("a"));
    sink.lastCall().succeed();
    time.runReady();
    assertThat(heard).containsExactly("settled a", "attempted a 1");
  }

  @Test
  @DisplayName("F16 a pulled delivery is heard of when it is confirmed")
  void pulled() {
    AsyncJobManager routed = listenedTo(manager(builder -> builder.routeByOwner()));
    end(routed, "a", "me");
    end(routed, "b", "me");
    try (TakenDeliveries taken = routed.takeDeliveries("me", 10)) {
      taken.confirm(taken.deliveries().get(0).deliveryId());
    }
    time.runReady();
    assertThat(heard).containsExactly("settled a", "settled b", "delivered a 1");
  }

  @Test
  @DisplayName("F9 of a batch each delivery is heard of by itself")
  void batch() {
    AsyncJobManager routed = listenedTo(manager(builder -> builder.routeByOwner()));
    end(routed, "a", "me");
    end(routed, "b", "me");
    heard.clear();
    BatchDeliverySink onlyFirst = deliveries -> List.of(deliveries.get(0).deliveryId());
    routed.registerBatchDeliverySink("me", onlyFirst);
    time.runReady();
    assertThat(heard.stream().filter(word -> word.contains(" a ")))
        .containsExactly("attempted a 1", "delivered a 1");
    assertThat(heard.stream().filter(word -> word.contains(" b ")))
        .singleElement()
        .asString()
        .startsWith("attempted b 1: ");
    time.advance(Duration.ofSeconds(1));
    assertThat(heard).endsWith("attempted b 2", "delivered b 2");
  }

  @Test
  @DisplayName("H2 listeners hear once of each run that evict forgets, as it stood")
  void evicted() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    manager.register("task", "label", DONE, options().id("b").hold().build());
    time.runReady();
    heard.clear();
    manager.evict(JobFilter.all());
    time.advance(Duration.ofHours(1));
    assertThat(heard).containsExactlyInAnyOrder("evicted a WAITING", "evicted b WAITING");
  }

  @Test
  @DisplayName("H2 the end of a call of a forgotten run is heard of as attempted, not as delivered")
  void evictedInFlight() {
    sink.answer(Answer.hang());
    end(manager, "a");
    manager.evict(JobFilter.all());
    sink.lastCall().succeed();
    time.runReady();
    assertThat(heard).containsExactly("settled a", "evicted a IN_FLIGHT", "attempted a 1");
  }

  @Test
  @DisplayName("D3 what is never due is heard of only when it is forgotten")
  void neverDue() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a");
    body.complete("late");
    ScriptedBody other = startStubborn(manager, "b", options());
    manager.cancel("b", CancelledBy.PERSON);
    other.complete("late");
    time.advance(Duration.ofMinutes(5));
    assertThat(heard.stream().filter(word -> word.contains(" a")))
        .containsExactly("settled a", "evicted a NEVER_DUE");
    assertThat(heard).contains("delivered b 1");
  }

  @Test
  @DisplayName(
      "F6 on one store the caller's listeners hear of attempts, the registrar's of the rest")
  void twoManagers() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager registrar = manager(builder -> builder.sharedStore(store).maxAttempts(2));
    AsyncJobManager caller = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    List<String> atRegistrar = heard;
    DeliveryEvents atCaller = new DeliveryEvents();
    listenedTo(registrar);
    caller.addListener(atCaller);
    sink.answerTo("dead", Answer.fail("no"));
    end(registrar, "a");
    end(registrar, "dead");
    time.advance(Duration.ofMinutes(1));
    registrar.evict(JobFilter.all());
    time.runReady();
    assertThat(atRegistrar)
        .containsExactly(
            "settled a",
            "delivered a 1",
            "settled dead",
            "dead dead no",
            "evicted a DELIVERED",
            "evicted dead DEAD");
    assertThat(atCaller.words())
        .containsExactly("attempted a 1", "attempted dead 1: no", "attempted dead 2: no");
  }
}
