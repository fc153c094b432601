package dev.errand.sql;

import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.SteppedStore;
import dev.errand.testkit.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of restarts share: managers on a file, in virtual time. A crash is a copy of the files
 * as they are at that moment, which is what {@code kill -9} leaves; the next process opens the
 * copy.
 */
abstract class DurableTest {
  static final JobBody DONE = context -> JobResult.of("done " + context.jobId());

  @TempDir Path folder;
  final VirtualTime time = VirtualTime.create();
  final RecordingSink sink = RecordingSink.of(time);
  private final List<AsyncJobManager> managers = new ArrayList<>();
  private final List<JobStore> stores = new ArrayList<>();
  private Path file;
  private int life;

  /** A manager on the file as it is, that nobody closes but the end of the test. */
  AsyncJobManager start(UnaryOperator<AsyncJobManager.Builder> how) {
    if (file == null) {
      file = folder.resolve("life-0.db");
    }
    JobStore store = open();
    AsyncJobManager manager =
        how.apply(AsyncJobManager.builder().timeAndThreads(time).sharedStore(store)).build();
    managers.add(manager);
    time.runReady();
    return manager;
  }

  /** The store in the file as it is. */
  JobStore open() {
    JobStore store = new SteppedStore(SqlJobStore.sqlite(file, Synchronous.NORMAL, time));
    stores.add(store);
    return store;
  }

  Path file() {
    return file;
  }

  /** The process is killed; what is started next finds its files. */
  void crash() {
    Path copy = folder.resolve("life-" + ++life + ".db");
    copy("", copy);
    copy("-wal", copy);
    file = copy;
  }

  /** The process ends in order; what is started next finds its file. */
  void stop(AsyncJobManager manager) {
    manager.close(Duration.ofSeconds(3));
    stores.forEach(JobStore::close);
  }

  private void copy(String suffix, Path to) {
    Path from = file.resolveSibling(file.getFileName() + suffix);
    try {
      if (Files.exists(from)) {
        Files.copy(from, to.resolveSibling(to.getFileName() + suffix));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @AfterEach
  void closeAll() {
    managers.forEach(manager -> manager.close(Duration.ZERO));
    stores.forEach(JobStore::close);
  }

  static JobOptions.Builder options() {
    return JobOptions.builder();
  }

  static JobOptions id(String id) {
    return JobOptions.builder().id(id).build();
  }

  static JobOptions owned(String id, String owner) {
    return JobOptions.builder().id(id).owner(owner).build();
  }
}
