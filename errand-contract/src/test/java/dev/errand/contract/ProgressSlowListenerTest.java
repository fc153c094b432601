package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B2: what a slow listener hears, and how long the end of a job waits for it. */
class ProgressSlowListenerTest extends ContractTest {
  private static final Duration TICK = Duration.ofNanos(1);

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final List<Progress> heard = new ArrayList<>();

  @Test
  @DisplayName("B2 progress never blocks the body, however slow the listener is")
  void neverBlocks() {
    List<Duration> took = new ArrayList<>();
    manager.register(
        "task",
        "t",
        context -> {
          long begin = time.nanoTime();
          for (int i = 1; i <= 1_000; i++) {
            context.reportProgress("report " + i);
          }
          took.add(Duration.ofNanos(time.nanoTime() - begin));
          return JobResult.empty();
        },
        slow(Duration.ofDays(1)));
    time.runReady();

    assertThat(took).containsExactly(Duration.ZERO);
  }

  @Test
  @DisplayName("B2 a slow listener hears the first report, then always the latest, and the last")
  void latestWins() {
    manager.register("task", "t", reportEverySecond(10), slow(Duration.ofMillis(2_500)));

    time.advance(Duration.ofMinutes(1));

    List<Long> numbers = heard.stream().map(Progress::number).toList();
    assertThat(numbers).startsWith(1L).isSorted().doesNotHaveDuplicates().hasSizeLessThan(10);
    assertThat(numbers).endsWith(10L);
  }

  @Test
  @DisplayName(
      "B2 the last report is offered before the completion: the end waits for a listener that is"
          + " nearly done")
  void offeredBeforeTheEnd() {
    List<JobStatus> statusWhenHeard = new ArrayList<>();
    JobOptions slow =
        options()
            .onProgress(report -> {
              statusWhenHeard.add(job(manager, "bg_1").status());
              time.sleep(Duration.ofMillis(400));
            })
            .build();
    manager.register("task", "t", reportAtOnce(3), slow);

    time.advance(Duration.ofMillis(800).minus(TICK));
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.RUNNING);
    time.advance(TICK);

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(statusWhenHeard).containsExactly(JobStatus.RUNNING, JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "B2 a listener still busy after 1 s forfeits the last report; the job ends without it")
  void forfeits() {
    manager.register("task", "t", reportAtOnce(3), slow(Duration.ofSeconds(30)));

    time.advance(Duration.ofSeconds(1).minus(TICK));
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.RUNNING);
    time.advance(TICK);
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
    time.advance(Duration.ofMinutes(4));

    assertThat(heard).extracting(Progress::number).containsExactly(1L);
    assertThat(job(manager, "bg_1").progress().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  @DisplayName("B2 the end of a failed job waits for the last report as well")
  void failedToo() {
    JobBody fails =
        context -> {
          context.reportProgress("first");
          context.reportProgress("last");
          throw new IllegalStateException("no");
        };
    manager.register("task", "t", fails, slow(Duration.ofMillis(300)));

    time.advance(Duration.ofSeconds(1));

    assertThat(heard).extracting(Progress::text).containsExactly("first", "last");
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("B2 a job whose listener is idle does not wait at all")
  void idleListener() {
    manager.register("task", "t", reportAtOnce(3), options().onProgress(heard::add).build());
    long begin = time.nanoTime();
    time.runReady();

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(time.nanoTime()).isEqualTo(begin);
  }

  @Test
  @DisplayName("B2 the slow listener of one job does not delay another job")
  void othersAreNotDelayed() {
    manager.setMaxRunningJobs(2);
    manager.register("task", "slow", reportAtOnce(3), slow(Duration.ofSeconds(30)));
    manager.register("task", "other", reportAtOnce(3), options().onProgress(heard::add).build());
    time.runReady();

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("B2 a listener that hangs for ever costs its job one second and no slot")
  void hangingListener() {
    manager.register("task", "t", reportAtOnce(2), slow(Duration.ofDays(30_000)));
    time.advance(Duration.ofSeconds(1));

    assertThat(job(manager, "bg_1").settledAt()).isPresent();
    String next = manager.register("task", "next", DONE);
    time.runReady();
    assertThat(job(manager, next).status()).isEqualTo(JobStatus.COMPLETED);
  }

  private JobOptions slow(Duration perReport) {
    return options()
        .onProgress(report -> {
          heard.add(report);
          time.sleep(perReport);
        })
        .build();
  }

  private static JobBody reportAtOnce(int reports) {
    return context -> {
      for (int i = 1; i <= reports; i++) {
        context.reportProgress("report " + i);
      }
      return JobResult.of("done");
    };
  }

  private JobBody reportEverySecond(int reports) {
    return context -> {
      for (int i = 1; i <= reports; i++) {
        context.reportProgress("report " + i);
        time.sleep(Duration.ofSeconds(1));
      }
      time.sleep(Duration.ofSeconds(10));
      return JobResult.of("done");
    };
  }
}
