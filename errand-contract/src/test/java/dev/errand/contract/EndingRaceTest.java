package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C1 where two ends compete: in whatever order the threads run, the first one wins and stays. */
class EndingRaceTest {
  private static final int ORDERS = 200;
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** Runs a test under many orders of its threads; a failure names the seed that shows it again. */
  static void underManyOrders(LongConsumer test) {
    for (int order = 1; order <= ORDERS; order++) {
      long seed = order * 0x9E37_79B9_7F4A_7C15L; // small seeds of java.util.Random all begin alike
      try {
        test.accept(seed);
      } catch (Throwable failure) {
        throw new AssertionError("with seed " + seed + "L: " + failure.getMessage(), failure);
      }
    }
  }

  /** A manager with one running job {@code a}, and somebody who hears of it. */
  private static final class Race implements AutoCloseable {
    final VirtualTime time;
    final AsyncJobManager manager;
    final RecordingListener heard = new RecordingListener();
    final ScriptedBody body;
    final List<CancelledBy> won = new ArrayList<>();

    Race(long seed) {
      time = VirtualTime.seeded(seed);
      manager = AsyncJobManager.builder().timeAndThreads(time).build();
      manager.addListener(heard);
      body = ScriptedBody.ignoringCancel(time);
      manager.register(
          "task", "label", body, ContractTest.options().id("a").timeout(BOUND).build());
    }

    void cancelOnThread(CancelledBy by) {
      time.start("cancel", () -> cancel(by));
    }

    void cancel(CancelledBy by) {
      if (manager.cancel("a", by)) {
        won.add(by);
      }
    }

    void at(Duration when, Runnable what) {
      time.start(
          "later",
          () -> {
            try {
              time.sleep(when);
              what.run();
            } catch (InterruptedException never) {
              throw new AssertionError(never);
            }
          });
    }

    /** What must hold whoever won; the end that did. */
    EndReason check() {
      Job job = ContractTest.job(manager, "a");
      JobEnd end = job.end().orElseThrow();
      assertThat(job.status()).isEqualTo(end.reason().status());
      assertThat(won)
          .as("cancel is true exactly for the call that cancelled")
          .isEqualTo(end.cancelledBy().stream().toList());
      body.complete("done");
      time.advance(Duration.ofSeconds(30));
      Job later = ContractTest.job(manager, "a");
      assertThat(later.end()).contains(end);
      assertThat(later.endedAt()).isEqualTo(job.endedAt());
      assertThat(later.settledAt()).isPresent();
      Optional<String> late =
          end.reason() == EndReason.RETURNED ? Optional.empty() : Optional.of("done");
      assertThat(later.lateText()).isEqualTo(late);
      assertThat(heard.of("a")).containsExactly("registered", "started", "ended", "settled");
      return end.reason();
    }

    @Override
    public void close() {
      manager.close(Duration.ZERO);
    }
  }

  @Test
  @DisplayName("C1 cancel against completion: the first final status wins")
  void cancelAgainstCompletion() {
    Set<EndReason> seen = EnumSet.noneOf(EndReason.class);
    underManyOrders(seed -> {
      try (Race race = new Race(seed)) {
        race.time.runReady();
        race.time.start("complete", () -> race.body.complete("done"));
        race.cancelOnThread(CancelledBy.PERSON);
        race.time.runReady();
        seen.add(race.check());
      }
    });
    assertThat(seen).containsExactlyInAnyOrder(EndReason.RETURNED, EndReason.CANCELLED);
  }

  @Test
  @DisplayName("C1 timeout against cancel: the first final status wins")
  void timeoutAgainstCancel() {
    Set<EndReason> seen = EnumSet.noneOf(EndReason.class);
    underManyOrders(seed -> {
      try (Race race = new Race(seed)) {
        boolean timeoutFirst = seed % 2 == 0;
        if (timeoutFirst) {
          race.time.runReady();
        }
        race.at(BOUND, () -> race.cancel(CancelledBy.OPERATOR));
        race.time.advance(BOUND);
        seen.add(race.check());
      }
    });
    assertThat(seen).contains(EndReason.TIMED_OUT);
  }

  @Test
  @DisplayName(
      "C1 timeout against completion against cancel, all at the same moment: the first wins")
  void allAtOnce() {
    Set<EndReason> seen = EnumSet.noneOf(EndReason.class);
    underManyOrders(seed -> {
      try (Race race = new Race(seed)) {
        Duration justBefore = seed % 4 == 0 ? BOUND : BOUND.minusNanos(1);
        race.at(justBefore, () -> race.body.complete("done"));
        race.at(justBefore, () -> race.cancel(CancelledBy.OWNER));
        race.time.advance(BOUND);
        seen.add(race.check());
      }
    });
    assertThat(seen)
        .containsExactlyInAnyOrder(EndReason.TIMED_OUT, EndReason.RETURNED, EndReason.CANCELLED);
  }

  @Test
  @DisplayName("C1 several who cancel at once: one of them did it, and the row names that one")
  void manyCancel() {
    Set<CancelledBy> seen = EnumSet.noneOf(CancelledBy.class);
    underManyOrders(seed -> {
      try (Race race = new Race(seed)) {
        race.time.runReady();
        for (CancelledBy by : CancelledBy.values()) {
          race.cancelOnThread(by);
        }
        race.time.runReady();
        assertThat(race.check()).isEqualTo(EndReason.CANCELLED);
        seen.addAll(race.won);
      }
    });
    assertThat(seen).containsExactlyInAnyOrder(CancelledBy.values());
  }

  @Test
  @DisplayName(
      "C1 cancel against the start of the body: a body that has not begun does not begin any more")
  void cancelAgainstStart() {
    Set<Boolean> seen = new HashSet<>();
    underManyOrders(seed -> {
      VirtualTime time = VirtualTime.seeded(seed);
      try (AsyncJobManager manager = AsyncJobManager.builder().timeAndThreads(time).build()) {
        ScriptedBody body = ScriptedBody.of(time);
        manager.register("task", "label", body, ContractTest.options().id("a").build());
        boolean[] begunBefore = new boolean[1];
        time.start(
            "cancel",
            () -> {
              begunBefore[0] = body.hasBegun();
              manager.cancel("a");
            });
        time.runReady();
        assertThat(body.hasBegun()).isEqualTo(begunBefore[0]);
        Job job = ContractTest.job(manager, "a");
        assertThat(job.settledAt()).isPresent();
        assertThat(job.end().orElseThrow().reason()).isEqualTo(EndReason.CANCELLED);
        seen.add(begunBefore[0]);
      }
    });
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }
}
