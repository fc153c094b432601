package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobResult;
import dev.errand.spi.TimeAndThreads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract A1 with the real clock and real threads. */
class RegisteringRealTimeTest extends ContractTest {

  @Test
  @Timeout(60)
  @DisplayName("A1 in real time, too, each body has a virtual thread of its own")
  void realTime() {
    AsyncJobManager manager = manager(builder -> builder.timeAndThreads(TimeAndThreads.system()));
    CompletableFuture<Thread> outer = new CompletableFuture<>();
    CompletableFuture<Thread> inner = new CompletableFuture<>();
    CompletableFuture<Optional<Job>> row = new CompletableFuture<>();

    String id =
        manager.register(
            "task",
            "outer",
            context -> {
              row.complete(manager.job(context.jobId()));
              manager.register(
                  "task",
                  "inner",
                  nested -> {
                    inner.complete(Thread.currentThread());
                    return JobResult.empty();
                  });
              outer.complete(Thread.currentThread());
              return JobResult.empty();
            });

    assertThat(outer.join().isVirtual()).isTrue();
    assertThat(inner.join().isVirtual()).isTrue();
    assertThat(List.of(Thread.currentThread(), outer.join(), inner.join())).doesNotHaveDuplicates();
    assertThat(row.join().orElseThrow().id()).isEqualTo(id);
  }
}
