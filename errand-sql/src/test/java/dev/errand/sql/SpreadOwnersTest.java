package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.Recovery;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Owners over two databases, as docs/operating-postgresql.md has it: a manager for each, picked by
 * a hash of the owner, in two programs.
 */
@DisplayName("Owners that are spread over two databases")
class SpreadOwnersTest {
  private static final int OWNERS = 100;
  private static final Duration NET = Duration.ofSeconds(30);

  /** One of the programs. */
  private static final class Program {
    final List<AsyncJobManager> managers = new ArrayList<>();

    Program(List<String> databases) {
      for (String url : databases) {
        managers.add(
            AsyncJobManager.builder()
                .store(SqlJobStore.postgres(url))
                .handler("work", (payload, context) -> JobResult.of(payload), Recovery.RERUN)
                .build());
      }
    }

    AsyncJobManager of(String owner) {
      return managers.get(Math.floorMod(owner.hashCode(), managers.size()));
    }
  }

  private Program one;
  private Program other;

  @BeforeEach
  void begin() {
    PostgresServer server = PostgresServer.shared(Version.V18);
    List<String> databases = List.of(server.createDatabase(), server.createDatabase());
    one = new Program(databases);
    other = new Program(databases);
  }

  @AfterEach
  void end() {
    one.managers.forEach(AsyncJobManager::close);
    other.managers.forEach(AsyncJobManager::close);
  }

  private static List<String> owners() {
    return IntStream.range(0, OWNERS).mapToObj(i -> "agent-" + i).toList();
  }

  @Test
  @DisplayName("K4 each owner's result comes to it once, whichever program started the job")
  void delivered() throws InterruptedException {
    Map<String, Set<String>> got = new ConcurrentHashMap<>();
    for (String owner : owners()) {
      got.put(owner, ConcurrentHashMap.newKeySet());
      one.of(owner)
          .registerDeliverySink(
              owner,
              mail -> assertThat(got.get(owner).add(mail.job().end().get().text())).isTrue());
    }
    for (String owner : owners()) {
      JobOptions options = JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
      one.of(owner).register("t", "l", HandlerCall.of("work", owner + " here"), options);
      other.of(owner).register("t", "l", HandlerCall.of("work", owner + " there"), options);
    }
    for (Program program : List.of(other, one)) {
      for (AsyncJobManager manager : program.managers) {
        assertThat(manager.awaitAll(NET)).isTrue();
      }
    }
    for (AsyncJobManager manager : one.managers) {
      assertThat(manager.drainDeliveries(NET)).isTrue();
    }
    got.forEach((owner, texts) ->
        assertThat(texts).containsExactlyInAnyOrder(owner + " here", owner + " there"));
  }

  @Test
  @DisplayName("an owner is in one of them, and chance makes them about even")
  void even() {
    for (String owner : owners()) {
      JobOptions options = JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
      String id = other.of(owner).register("t", "l", HandlerCall.of("work", ""), options);
      assertThat(one.of(owner).job(id)).isPresent();
    }
    List<Integer> jobs =
        one.managers.stream().map(it -> it.allJobs(JobFilter.all()).size()).toList();
    assertThat(jobs.stream().mapToInt(Integer::intValue).sum()).isEqualTo(OWNERS);
    assertThat(jobs).allSatisfy(count -> assertThat(count).isBetween(OWNERS / 3, OWNERS * 2 / 3));
  }
}
