package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G3: waiting until an owner, or everybody, has nothing that goes on. */
class AwaitOwnerTest extends MailContractTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private final AsyncJobManager manager = delivering();

  private interface Wait {
    boolean on() throws InterruptedException;
  }

  /** How long this wait took, which must have been met. */
  private Duration met(Wait wait) throws InterruptedException {
    Instant before = time.now();
    assertThat(wait.on()).isTrue();
    return Duration.between(before, time.now());
  }

  private Duration ownerMet() throws InterruptedException {
    return met(() -> manager.awaitOwner("alice", HOUR));
  }

  private Duration allMet() throws InterruptedException {
    return met(() -> manager.awaitAll(HOUR));
  }

  @Test
  @DisplayName("G3 with nothing that goes on both are met at once, also within no time")
  void nothing() throws InterruptedException {
    assertThat(ownerMet()).isZero();
    assertThat(allMet()).isZero();
    ended(manager, "a");
    assertThat(manager.awaitOwner("alice", Duration.ZERO)).isTrue();
    assertThat(manager.awaitAll(Duration.ZERO)).isTrue();
  }

  @Test
  @DisplayName("G3 awaitOwner waits for the owner's last job, and for nobody else's")
  void owner() throws InterruptedException {
    register(manager, "a", "alice", lasting(Duration.ofSeconds(2)));
    register(manager, "b", "alice", lasting(Duration.ofSeconds(5)));
    ended(manager, "of bob", "bob", ScriptedBody.of(time));
    ended(manager, "child", "alice/child", ScriptedBody.of(time));
    manager.register("task", "unowned", ScriptedBody.of(time));

    assertThat(ownerMet()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("G3 awaitAll waits for everybody's jobs, unowned ones among them")
  void all() throws InterruptedException {
    register(manager, "a", "alice", lasting(Duration.ofSeconds(2)));
    register(manager, "of bob", "bob", lasting(Duration.ofSeconds(4)));
    manager.register("task", "unowned", lasting(Duration.ofSeconds(7)));

    assertThat(allMet()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName("G3 both are false at the deadline if something goes on still")
  void deadline() throws InterruptedException {
    running(manager, "a");
    Instant before = time.now();

    assertThat(manager.awaitOwner("alice", TEN)).isFalse();
    assertThat(manager.awaitAll(TEN)).isFalse();
    assertThat(manager.awaitAll(Duration.ZERO)).isFalse();

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  @DisplayName("G3 both wait for jobs that are registered meanwhile, by bodies among others")
  void registeredMeanwhile() throws InterruptedException {
    JobBody parent =
        context -> {
          time.sleep(SECOND);
          register(manager, "child", "alice", lasting(Duration.ofSeconds(2)));
          return JobResult.empty();
        };
    register(manager, "parent", "alice", parent);
    assertThat(ownerMet()).isEqualTo(Duration.ofSeconds(3));

    register(manager, "first", "alice", lasting(Duration.ofSeconds(2)));
    time.schedule(SECOND, () -> register(manager, "second", "bob", lasting(TEN)));
    assertThat(allMet()).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  @DisplayName("G3 both wait for queued jobs")
  void queued() throws InterruptedException {
    JobOptions queue = options().owner("alice").admission(Admission.QUEUE).build();
    manager.setMaxRunningJobs(1);
    manager.register("task", "first", lasting(SECOND), queue);
    manager.register("task", "second", lasting(SECOND), queue);
    manager.register(
        "task", "later", DONE, options().owner("alice").startAfter(Duration.ofSeconds(5)).build());

    assertThat(ownerMet()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("G3 both wait for a cancelled body that goes on, also beyond its grace")
  void cancelledBody() throws InterruptedException {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ended(manager, "a", "alice", body);
    manager.cancel("a");
    assertThat(manager.awaitOwner("alice", Duration.ofSeconds(5))).isFalse();
    assertThat(manager.awaitAll(Duration.ofSeconds(10))).as("given up, but there").isFalse();
    assertThat(manager.unsettledJobs(ALICE)).hasSize(1);
    time.schedule(Duration.ofSeconds(15), () -> body.complete("at last"));

    assertThat(ownerMet()).isEqualTo(Duration.ofSeconds(15));
    assertThat(allMet()).isZero();
  }

  @Test
  @DisplayName("G3 both wait for a timed-out body that goes on")
  void timedOutBody() throws InterruptedException {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().owner("alice").timeout(SECOND).build());
    time.schedule(Duration.ofSeconds(4), () -> body.complete("at last"));

    assertThat(ownerMet()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("G3 they hold and consume nothing: the sink gets what ends meanwhile")
  void consumesNothing() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    register(manager, "b", "alice", lasting(Duration.ofSeconds(2)));

    manager.awaitOwner("alice", HOUR);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("G3 a body that waits for its own owner or for all gets an IllegalStateException")
  void itself() {
    ended(manager, "a", "alice", context -> JobResult.of("" + manager.awaitOwner("alice", HOUR)));
    ended(manager, "b", "alice", context -> JobResult.of("" + manager.awaitAll(HOUR)));

    for (String id : List.of("a", "b")) {
      JobEnd end = job(manager, id).end().orElseThrow();
      assertThat(end.reason()).as(id).isEqualTo(EndReason.THREW);
      assertThat(end.text()).contains("wait for itself");
    }
  }

  @Test
  @DisplayName("G3 a body may wait for another owner, and lends its slot meanwhile")
  void anotherOwner() {
    manager.setMaxRunningJobs(1);
    JobBody parent =
        context -> {
          JobOptions bobs = options().owner("bob").admission(Admission.QUEUE).build();
          manager.register("task", "label", DONE, bobs);
          return JobResult.of("met: " + manager.awaitOwner("bob", HOUR));
        };

    ended(manager, "a", "alice", parent);

    assertThat(job(manager, "a").end().map(JobEnd::text)).contains("met: true");
  }

  @Test
  @DisplayName("G3 an interrupt throws and leaves nothing behind")
  void interrupted() {
    ScriptedBody body = running(manager, "a");
    int timers = time.pendingTimers();
    Forked<Boolean> owner = fork(() -> manager.awaitOwner("alice", HOUR));
    Forked<Boolean> all = fork(() -> manager.awaitAll(HOUR));

    owner.interrupt();
    all.interrupt();
    time.runReady();

    assertThat(owner.failure()).isInstanceOf(InterruptedException.class);
    assertThat(all.failure()).isInstanceOf(InterruptedException.class);
    assertThat(time.pendingTimers()).isEqualTo(timers);
    assertThat(body.wasInterrupted()).isFalse();
  }
}
