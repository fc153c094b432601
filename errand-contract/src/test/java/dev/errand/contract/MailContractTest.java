package dev.errand.contract;

import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What the tests of holds, waits and readers share: jobs of Alice's, and other callers. */
abstract class MailContractTest extends DeliveryContractTest {
  static final JobFilter ALL = JobFilter.all();
  static final JobFilter ALICE = JobFilter.owner("alice");
  static final JobFilter BOB = JobFilter.owner("bob");
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration HOUR = Duration.ofHours(1);

  /** Longer than the first retry waits, and shorter than the second one does. */
  static final Duration FIRST_RETRY = Duration.ofMillis(701);

  /** Long enough for rows to be looked at when hours have passed. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** A manager that sends everybody's mail to {@link #sink}. */
  AsyncJobManager delivering() {
    return manager(builder -> builder.onJobComplete(sink).retention(KEPT));
  }

  /** A manager that parks owned mail, since nobody has a sink yet. */
  AsyncJobManager parking() {
    return manager(builder -> builder.routeByOwner().retention(KEPT));
  }

  /** A job of Alice's that has returned "done". */
  void ended(AsyncJobManager manager, String... ids) {
    for (String id : ids) {
      ended(manager, id, "alice", DONE);
    }
  }

  /** A job whose body has run. */
  void ended(AsyncJobManager manager, String id, String owner, JobBody body) {
    register(manager, id, owner, body);
    time.runReady();
  }

  /** A job of Alice's that goes on until it is told. */
  ScriptedBody running(AsyncJobManager manager, String id) {
    ScriptedBody body = ScriptedBody.of(time);
    ended(manager, id, "alice", body);
    return body;
  }

  /** Lets a body return, with all that follows from it at once. */
  void end(ScriptedBody body) {
    body.complete("done");
    time.runReady();
  }

  static void register(AsyncJobManager manager, String id, String owner, JobBody body) {
    manager.register("task", "label", body, options().id(id).owner(owner).build());
  }

  /** A body that returns after a while. */
  JobBody lasting(Duration duration) {
    return context -> {
      time.sleep(duration);
      return JobResult.of("done");
    };
  }

  /** A call on a thread of its own, as another caller makes it; it has begun on return. */
  <T> Forked<T> fork(Callable<T> call) {
    Forked<T> forked = new Forked<>(time, call);
    time.runReady();
    return forked;
  }
}
