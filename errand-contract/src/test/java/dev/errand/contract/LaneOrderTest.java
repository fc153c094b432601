package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F4: the order inside a lane. */
class LaneOrderTest extends DeliveryContractTest {
  private final AsyncJobManager manager =
      manager(builder -> builder.maxRunningJobs(1_000).onJobComplete(sink));

  @Test
  @DisplayName("F4 ties are broken by the order of the ends, not of the registrations")
  void endOrder() {
    List<String> ids = new ArrayList<>();
    List<ScriptedBody> bodies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add("a-" + i);
      bodies.add(startStubborn(manager, "a-" + i, options()));
    }
    sink.answerNext(Answer.hang()); // so that the others are all due before the lane goes on
    end(manager, "first");
    List<String> expected = new ArrayList<>(List.of("first"));
    for (int i = 0; i < 20; i++) {
      int next = (i * 7 + 3) % 20;
      bodies.get(next).complete("done");
      time.runReady();
      expected.add(ids.get(next));
    }
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).isEqualTo(expected);
  }

  @Test
  @DisplayName("F4 what is due earlier goes first, although it ended later")
  void dueTimeBeforeEndOrder() {
    sink.answerNext(Answer.hang());
    end(manager, "busy");
    ScriptedBody body = startStubborn(manager, "ended first", options());
    manager.cancel("ended first", CancelledBy.PERSON);
    time.advance(Duration.ofSeconds(1));
    end(manager, "due first");
    time.advance(Duration.ofSeconds(1));
    body.complete("late");
    time.runReady();
    end(manager, "last");
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("busy", "due first", "ended first", "last");
  }

  @Test
  @DisplayName("F4 of what is due at the same moment the earlier end goes first")
  void sameMoment() {
    sink.answerNext(Answer.hang());
    end(manager, "busy");
    ScriptedBody body = startStubborn(manager, "ended first", options());
    manager.cancel("ended first", CancelledBy.PERSON);
    time.advance(Duration.ofSeconds(1));
    end(manager, "ended last");
    body.complete("late"); // in the moment in which the other one ended
    time.runReady();
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("busy", "ended first", "ended last");
  }

  @Test
  @DisplayName("F4 what one step makes due goes in the order of the ends")
  void releasedTogether() {
    List<String> ids = List.of("a", "b", "c", "d");
    for (String id : ids) {
      manager.register("task", "label", DONE, options().id(id).hold().build());
      time.advance(Duration.ofSeconds(1));
    }
    manager.unwatchJobs(List.of("c", "a", "d", "b"));
    time.runReady();

    assertThat(sink.jobIds()).isEqualTo(ids);
  }

  @Test
  @DisplayName("F4 a delivery that waits for its retry holds nobody up")
  void retryHoldsNobodyUp() {
    sink.answerTo("a", Answer.fail("no"));
    end(manager, "a");
    for (int i = 0; i < 60; i++) {
      time.advance(Duration.ofSeconds(1));
      end(manager, "b-" + i);
      assertThat(sink.lastCall().jobId()).isEqualTo("b-" + i);
      assertThat(sink.lastCall().at()).isEqualTo(time.now());
    }
    assertThat(sink.callsFor("a")).hasSizeGreaterThan(5);
  }

  @Test
  @DisplayName("F4 the order is promised among first attempts, whatever fails")
  void firstAttemptsInOrder() {
    sink.answer(Answer.fail("no"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      end(manager, "a-" + i);
      expected.add("a-" + i);
      time.advance(Duration.ofMillis(90));
    }
    assertThat(firstAttempts(sink)).isEqualTo(expected);
    assertThat(sink.mostAtOnce()).isEqualTo(1);
  }

  private static List<String> firstAttempts(RecordingSink sink) {
    return sink.calls().stream().filter(call -> call.attempt() == 1).map(Call::jobId).toList();
  }

  @Test
  @DisplayName("F4 a retry that became due before a first attempt goes before it")
  void retryFirst() {
    sink.answerNext(Answer.fail("no"), Answer.hang());
    end(manager, "a");
    time.advance(Duration.ofMillis(400));
    end(manager, "busy");
    time.advance(Duration.ofMillis(300)); // the retry of "a" is due by now at the latest
    end(manager, "b");
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "busy", "a", "b");
  }

  @Test
  @DisplayName("F4 a first attempt that became due before a retry goes before it")
  void retryLast() {
    sink.answerNext(Answer.fail("no"), Answer.hang());
    end(manager, "a");
    end(manager, "busy");
    time.advance(Duration.ofMillis(499));
    end(manager, "b");
    time.advance(Duration.ofMillis(201));
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "busy", "b", "a");
  }

  @Test
  @DisplayName("F4 a loaded lane goes out in the order of the ends when its sink comes")
  void loadedLane() {
    AsyncJobManager byOwner = manager(AsyncJobManager.Builder::routeByOwner);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      end(byOwner, "a-" + i, "me");
      expected.add("a-" + i);
      if (i % 10 == 0) {
        time.advance(Duration.ofMillis(1));
      }
    }
    byOwner.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(sink.jobIds()).isEqualTo(expected);
    assertThat(sink.times()).containsOnly(time.now());
  }

  @Test
  @DisplayName("F4 in whatever order threads run: first attempts in end order, one at a time")
  void seeded() {
    for (int seed = 0; seed < 40; seed++) {
      VirtualTime random = VirtualTime.seeded(seed);
      RecordingSink log = RecordingSink.of(random);
      Random luck = new Random(seed);
      try (AsyncJobManager one =
          AsyncJobManager.builder()
              .timeAndThreads(random)
              .maxRunningJobs(100)
              .onJobComplete(delivery -> {
                log.deliver(delivery);
                if (luck.nextInt(4) == 0) {
                  throw new IllegalStateException("no");
                }
              })
              .build()) {
        for (int i = 0; i < 30; i++) {
          one.register("task", "label", DONE);
          if (luck.nextInt(5) == 0) {
            random.advance(Duration.ofMillis(luck.nextInt(300)));
          }
        }
        random.advance(Duration.ofMinutes(2));

        List<String> inEndOrder = new ArrayList<>(ids(one.recentJobs(100)).reversed());
        assertThat(firstAttempts(log)).as("seed %d", seed).isEqualTo(inEndOrder);
        assertThat(log.mostAtOnce()).as("seed %d", seed).isEqualTo(1);
      }
    }
  }
}
