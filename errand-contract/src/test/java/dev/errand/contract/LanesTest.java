package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F4: one owner's sink adds no latency to another; in a lane one call at a time. */
class LanesTest extends DeliveryContractTest {
  private final RecordingSink bad = RecordingSink.of(time);
  private final AsyncJobManager manager =
      manager(builder -> builder.routeByOwner().onJobComplete(sink));
  private final AsyncJobManager catchAll = manager(builder -> builder.onJobComplete(sink));

  /** Ends jobs of "me" and of nobody between those of "bad", at several moments. */
  private void assertNobodyNotices() {
    manager.registerDeliverySink("bad", bad);
    manager.registerDeliverySink("me", sink);
    for (int i = 0; i < 20; i++) {
      end(manager, "bad-" + i, "bad");
      end(manager, "mine-" + i, "me");
      end(manager, "nobodys-" + i);
      assertThat(sink.jobIds()).endsWith("mine-" + i, "nobodys-" + i).hasSize(2 * i + 2);
      assertThat(sink.lastCall().at()).isEqualTo(time.now());
      time.advance(Duration.ofSeconds(7));
    }
  }

  @Test
  @DisplayName("F4 a slow sink of one owner adds no latency to another")
  void slow() {
    DeliverySink slow =
        delivery -> {
          bad.deliver(delivery);
          time.sleep(Duration.ofSeconds(29));
        };
    manager.registerDeliverySink("slow", slow);
    end(manager, "slow-1", "slow");
    end(manager, "slow-2", "slow");
    assertNobodyNotices();
  }

  @Test
  @DisplayName("F4 a failing sink of one owner adds no latency to another")
  void failing() {
    bad.answer(Answer.fail("no"));
    assertNobodyNotices();
    assertThat(bad.calls()).hasSizeGreaterThan(40);
  }

  @Test
  @DisplayName("F4 a sink of one owner that throws errors adds no latency to another")
  void erroneous() {
    bad.answer(Answer.fail(new LinkageError("no such class")));
    assertNobodyNotices();
    assertThat(bad.calls()).hasSizeGreaterThan(40);
  }

  @Test
  @DisplayName("F4 a hanging sink of one owner adds no latency to another")
  void hanging() {
    bad.answer(Answer.hangStubbornly());
    assertNobodyNotices();
    bad.calls().forEach(Call::succeed);
  }

  @Test
  @DisplayName("F4 an owner and its child have lanes of their own")
  void childrenAreOthers() {
    sink.answerTo("a", Answer.hang());
    end(catchAll, "a", "me");
    end(catchAll, "b", "me/child");

    assertThat(jobIds(sink.taken())).containsExactly("b");
  }

  @Test
  @DisplayName("F4 the catch-all is called concurrently for different owners, one call for each")
  void catchAllConcurrently() {
    sink.answer(Answer.hang());
    for (int owner = 0; owner < 100; owner++) {
      end(catchAll, "first-" + owner, "owner-" + owner);
      end(catchAll, "second-" + owner, "owner-" + owner);
    }
    end(catchAll, "first-none");
    end(catchAll, "second-none");

    assertThat(sink.running()).isEqualTo(101);
    assertThat(sink.jobIds()).allMatch(id -> id.startsWith("first-"));
    List<Call> first = sink.calls();
    first.forEach(Call::succeed);
    time.runReady();

    assertThat(sink.running()).isEqualTo(101);
    assertThat(sink.mostAtOnce()).isEqualTo(101);
    assertThat(sink.jobIds().subList(101, 202)).allMatch(id -> id.startsWith("second-"));
  }

  @Test
  @DisplayName("F4 a sink that is registered for two owners is called concurrently for them")
  void oneSinkForTwo() {
    sink.answer(Answer.hang());
    manager.registerDeliverySink("me", sink);
    manager.registerDeliverySink("you", sink);
    end(manager, "a", "me");
    end(manager, "b", "you");

    assertThat(sink.running()).isEqualTo(2);
  }

  @Test
  @DisplayName("F4 inside a lane there is one call at a time, however much is due")
  void oneAtATime() {
    manager.registerDeliverySink(
        "me",
        delivery -> {
          sink.deliver(delivery);
          time.sleep(Duration.ofSeconds(1));
        });
    for (int i = 0; i < 50; i++) {
      end(manager, "a-" + i, "me");
    }
    time.advance(Duration.ofSeconds(50));

    assertThat(sink.calls()).hasSize(50);
    for (int i = 1; i < 50; i++) {
      assertThat(Duration.between(sink.times().get(i - 1), sink.times().get(i)))
          .isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  @DisplayName("F4 unowned jobs share one lane")
  void unownedShareOne() {
    sink.answer(Answer.hang());
    end(catchAll, "a");
    end(catchAll, "b");
    assertThat(sink.jobIds()).containsExactly("a");

    sink.lastCall().succeed();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F4 a lane stays one lane when its sink is replaced during a call")
  void oneAtATimeOverReplacement() {
    bad.answer(Answer.hang());
    manager.registerDeliverySink("me", bad);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", sink);
    end(manager, "b", "me");
    time.advance(Duration.ofSeconds(5));
    assertThat(sink.calls()).isEmpty();

    bad.lastCall().succeed();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F4 a retry and a first attempt of one lane are not made at the same time either")
  void retryWaitsItsTurn() {
    sink.answerNext(Answer.fail("no"), Answer.hang());
    end(catchAll, "a");
    end(catchAll, "b");
    time.advance(Duration.ofSeconds(5));
    assertThat(sink.jobIds()).containsExactly("a", "b");

    sink.lastCall().succeed();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a", "b", "a");
    assertThat(sink.mostAtOnce()).isEqualTo(1);
  }

  @Test
  @DisplayName("F4 a sink may register the next job, also of its own owner")
  void registersTheNext() {
    List<String> said = new ArrayList<>();
    AsyncJobManager[] chain = new AsyncJobManager[1];
    chain[0] =
        manager(builder ->
            builder.onJobComplete(delivery -> {
              said.add(delivery.jobId());
              if (said.size() < 5) {
                chain[0].register(
                    "task", "label", DONE, options().id("a-" + said.size()).owner("me").build());
              }
            }));
    chain[0].register("task", "label", DONE, options().id("a-0").owner("me").build());
    time.runReady();

    assertThat(said).containsExactly("a-0", "a-1", "a-2", "a-3", "a-4");
  }

  @Test
  @DisplayName("F4 a lane that has lain idle wakes at once")
  void wakes() {
    end(catchAll, "a", "me");
    time.advance(Duration.ofDays(3));
    end(catchAll, "b", "me");

    assertThat(sink.lastCall().jobId()).isEqualTo("b");
    assertThat(sink.lastCall().at()).isEqualTo(time.now());
  }
}
