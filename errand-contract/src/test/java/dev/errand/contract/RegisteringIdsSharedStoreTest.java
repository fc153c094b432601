package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A2: ids are unique in the store, whoever uses it. */
class RegisteringIdsSharedStoreTest extends ContractTest {

  @Test
  @DisplayName(
      "A2 bg_N is never given out again in the life of the store, by no later manager either")
  void neverReusedByTheNextManager() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager first = manager(builder -> builder.sharedStore(store));
    first.register("task", "t", DONE);
    time.runReady();
    first.evict(JobFilter.all());
    first.close(Duration.ZERO);

    AsyncJobManager second = manager(builder -> builder.sharedStore(store));
    assertThat(second.register("task", "t", DONE)).isEqualTo("bg_2");
  }

  @Test
  @DisplayName("A2 uniqueness is the store's: two managers on one store never give out the same id")
  void uniqueInTheStore() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store));

    assertThat(one.register("task", "t", DONE, options().id("x").build())).isEqualTo("x");
    assertThat(two.register("task", "t", DONE, options().id("x").build())).isEqualTo("x-2");
    assertThat(one.register("task", "t", DONE)).isEqualTo("bg_1");
    assertThat(two.register("task", "t", DONE)).isEqualTo("bg_2");
    assertThat(ids(one.allJobs())).containsExactly("x", "x-2", "bg_1", "bg_2");
  }
}
