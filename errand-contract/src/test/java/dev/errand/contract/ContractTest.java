package dev.errand.contract;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.spi.JobStore;
import dev.errand.stores.StoreKind;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of the contract share: virtual time, and managers that are closed after each test.
 */
abstract class ContractTest {
  /** A body that returns at once. */
  static final JobBody DONE = context -> JobResult.of("done");

  final VirtualTime time = VirtualTime.create();
  private final List<AsyncJobManager> managers = new ArrayList<>();
  private final List<JobStore> stores = new ArrayList<>();

  /** A manager with the defaults of the contract, in virtual time. */
  AsyncJobManager manager() {
    return manager(builder -> builder);
  }

  /** A manager in virtual time, built as said. */
  AsyncJobManager manager(UnaryOperator<AsyncJobManager.Builder> how) {
    AsyncJobManager.Builder builder = AsyncJobManager.builder().timeAndThreads(time);
    Optional<JobStore> store = StoreKind.chosen().open(time);
    store.ifPresent(builder::sharedStore); // tests look at closed managers, too
    store.ifPresent(stores::add);
    AsyncJobManager manager = how.apply(builder).build();
    managers.add(manager);
    return manager;
  }

  @AfterEach
  void closeManagers() {
    managers.forEach(manager -> manager.close(Duration.ZERO));
    stores.forEach(JobStore::close);
  }

  static JobOptions.Builder options() {
    return JobOptions.builder();
  }

  /** The job of this id, which must be there. */
  static Job job(AsyncJobManager manager, String id) {
    return manager.job(id).orElseThrow();
  }

  static List<String> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }
}
