package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.spi.TimeAndThreads;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract B1: the body's thread is interrupted while the body is there, and never after. */
class BodyInterruptTest extends ContractTest {

  /** Virtual time that notes which threads end with an interrupt pending. */
  private record Watched(VirtualTime time, List<String> interruptedAtEnd)
      implements TimeAndThreads {

    @Override
    public Thread start(String name, Runnable task) {
      return time.start(
          name,
          () -> {
            task.run();
            if (Thread.currentThread().isInterrupted()) {
              interruptedAtEnd.add(name);
            }
          });
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }

    @Override
    public Latch latch() {
      return time.latch();
    }
  }

  private final List<String> interruptedAtEnd = new ArrayList<>();
  private final AsyncJobManager manager =
      manager(builder -> builder.timeAndThreads(new Watched(time, interruptedAtEnd)));

  @Test
  @DisplayName("B1 cancel interrupts the body's thread")
  void interruptsTheBody() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "t", body);
    time.runReady();

    manager.cancel("bg_1");
    time.runReady();

    assertThat(body.wasInterrupted()).isTrue();
    assertThat(body.isOver()).isTrue();
    assertThat(interruptedAtEnd).isEmpty();
  }

  @Test
  @DisplayName("B1 a body is interrupted once, and may go on")
  void once() {
    List<Integer> interrupts = new ArrayList<>();
    manager.register(
        "task",
        "t",
        context -> {
          for (int i = 0; i < 5; i++) {
            try {
              time.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException asked) {
              interrupts.add(i);
            }
          }
          return JobResult.of("late");
        },
        options().timeout(Duration.ofMillis(2_500)).build());
    time.advance(Duration.ofMillis(1_500));
    manager.cancel("bg_1");
    manager.cancel("bg_1");
    time.advance(Duration.ofSeconds(60));

    assertThat(interrupts).containsExactly(1);
    assertThat(job(manager, "bg_1").settledAt()).isPresent();
  }

  @Test
  @DisplayName(
      "B1 no interrupt after the body has returned, though its end is still being worked on")
  void noneAfterReturn() {
    JobOptions slow = options().onProgress(report -> time.sleep(Duration.ofMillis(800))).build();
    manager.register(
        "task",
        "t",
        context -> {
          context.reportProgress("only");
          return JobResult.of("done");
        },
        slow);
    time.advance(Duration.ofMillis(100)); // the body has returned; its end waits for the listener

    assertThat(manager.cancel("bg_1")).isTrue();
    time.advance(Duration.ofSeconds(2));

    assertThat(interruptedAtEnd).isEmpty();
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "bg_1").settledAt()).isPresent();
  }

  @Test
  @DisplayName(
      "B1 an interrupt that the body left pending does not outlive it, whether it returns or"
          + " throws")
  void flagIsCleared() {
    manager.register(
        "task",
        "returns",
        context -> {
          Thread.currentThread().interrupt();
          return JobResult.of("done");
        });
    manager.register(
        "task",
        "throws",
        context -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("failed");
        });
    time.runReady();

    assertThat(interruptedAtEnd).isEmpty();
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("B1 a pending interrupt does not spoil the last progress of a body")
  void flagDoesNotSpoilProgress() {
    List<String> heard = new ArrayList<>();
    manager.register(
        "task",
        "t",
        context -> {
          context.reportProgress("first");
          context.reportProgress("last");
          Thread.currentThread().interrupt();
          return JobResult.of("done");
        },
        options().onProgress(report -> heard.add(report.text())).build());
    time.runReady();

    assertThat(heard).containsExactly("first", "last");
    assertThat(interruptedAtEnd).isEmpty();
  }

  @Test
  @DisplayName("B1 the thread of one body is never interrupted for another")
  void onlyTheOne() {
    ScriptedBody one = ScriptedBody.of(time);
    ScriptedBody two = ScriptedBody.of(time);
    manager.register("task", "one", one);
    manager.register("task", "two", two);
    time.runReady();

    manager.cancel("bg_1");
    time.runReady();

    assertThat(two.wasInterrupted()).isFalse();
    two.complete("done");
    time.runReady();
    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @Timeout(60)
  @DisplayName("B1 in real time, too, cancel interrupts a body that sleeps")
  void realTime() {
    AsyncJobManager real = manager(builder -> builder.timeAndThreads(TimeAndThreads.system()));
    CompletableFuture<String> begun = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    real.register(
        "task",
        "t",
        context -> {
          begun.complete(context.jobId());
          try {
            new CompletableFuture<Void>().get();
            interrupted.complete(false);
          } catch (InterruptedException asked) {
            interrupted.complete(true);
          }
          return JobResult.empty();
        });

    real.cancel(begun.join());

    assertThat(interrupted.join()).isTrue();
  }
}
