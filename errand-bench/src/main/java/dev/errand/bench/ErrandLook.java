package dev.errand.bench;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Our side of {@link LookBenchmark}: of all jobs ten belong to an owner with few, in the midst of
 * those of an owner with many; ten others run.
 */
@State(Scope.Benchmark)
public class ErrandLook extends Look {
  private static final String MANY = "many";
  private static final String FEW = "few";
  private static final String BUSY = "busy";

  private final JobFilter few = JobFilter.owner(FEW);
  private final JobFilter busy = JobFilter.owner(BUSY);
  private final Sleepers sleepers = new Sleepers(ANSWER);
  private final CrowdedManager crowd = new CrowdedManager();
  private final AsyncJobManager manager = crowd.manager;

  /** Fills the manager and checks that each answer is as long as it is said to be. */
  @Setup
  public void fill() throws InterruptedException {
    int half = (retained - ANSWER) / 2;
    crowd.keep(MANY, half);
    crowd.keep(FEW, ANSWER);
    keepRunning();
    crowd.keep(MANY + "-later", retained - ANSWER - half);
    ask(manager.recentJobs(retained).stream().map(Job::id).toArray(String[]::new));

    Expect.count("running", ANSWER, running().size());
    Expect.count("recent", ANSWER, recent().size());
    Expect.count("recent of the owner", ANSWER, recentOfOwner().size());
    Expect.count("all of the owner", ANSWER, allOfOwner().size());
    Expect.count("all", retained + ANSWER, manager.allJobs().size());
  }

  private void keepRunning() {
    JobOptions options = JobOptions.builder().owner(BUSY).build();
    for (int i = 0; i < ANSWER; i++) {
      int index = i;
      manager.register(
          "bench",
          "running",
          context -> {
            sleepers.sleep(index);
            return JobResult.empty();
          },
          options);
    }
    sleepers.awaitAsleep();
  }

  Optional<Job> job() {
    return manager.job(nextId());
  }

  List<Job> running() {
    return manager.runningJobs(busy);
  }

  List<Job> recent() {
    return manager.recentJobs(ANSWER);
  }

  List<Job> recentOfOwner() {
    return manager.recentJobs(ANSWER, few);
  }

  List<Job> allOfOwner() {
    return manager.allJobs(few);
  }

  /** Closes the manager. */
  @TearDown
  public void close() {
    crowd.close();
  }
}
