package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobHandler;
import dev.errand.JobResult;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.Bounds;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import dev.errand.testkit.ScriptedBody;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** E3 for claims, counted in looks at what is queued. */
class LookCostOfClaimTest extends ContractTest {
  private static final JobHandler NOTHING = (payload, context) -> JobResult.empty();

  /** The handlers of a worker, which the queue asks for each run that it looks at. */
  private static final class CountingHandlers extends AbstractSet<String> {
    int looks;

    @Override
    public boolean contains(Object handler) {
      looks++;
      return handler.equals("mine");
    }

    @Override
    public Iterator<String> iterator() {
      return Set.of("mine").iterator();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private int looksToClaim(int queued) {
    MemoryStore store = new MemoryStore(time);
    AsyncJobManager manager =
        manager(builder ->
            builder
                .sharedStore(store)
                .maxQueuedJobs(1_000)
                .maxRunningJobs(1)
                .handler("mine", NOTHING));
    manager.register("task", "label", ScriptedBody.of(time));
    for (int i = 0; i < queued; i++) {
      manager.register(
          "task",
          "label",
          HandlerCall.of("mine", ""),
          options().owner("owner" + i).admission(Admission.QUEUE).build());
    }
    CountingHandlers handlers = new CountingHandlers();
    store.submit(new Step.Claim(new Worker("other", handlers), 1, Bounds.DEFAULT)).join();
    return handlers.looks;
  }

  @Test
  @DisplayName("E3 a claim looks at what it takes, however many owners have runs queued")
  void claim() {
    assertThat(looksToClaim(10)).isEqualTo(1);
    assertThat(looksToClaim(500)).isEqualTo(1);
  }
}
