package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Register.Registered;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/** A store under test, with a word for each thing that tests do to it. Thread-safe. */
final class DrivenStore implements AutoCloseable {
  /** Can run {@code one} and {@code both}. */
  static final Worker W1 = new Worker("w1", Set.of("one", "both"));

  /** Can run {@code two} and {@code both}. */
  static final Worker W2 = new Worker("w2", Set.of("two", "both"));

  /** Can run its own closures only. */
  static final Worker W3 = new Worker("w3", Set.of());

  static final int SECONDS = 20;

  final VirtualTime time = VirtualTime.create();
  final JobStore store;
  final DrivenMail mail = new DrivenMail(this);
  private final AtomicInteger runs = new AtomicInteger();

  DrivenStore(Function<TimeAndThreads, JobStore> opener) {
    store = opener.apply(time);
  }

  /** Bounds that keep nothing from running; three runs may be queued, two of one owner. */
  static Bounds queueBounds() {
    return new Bounds(3, 2, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  static Bounds runBounds(int perOwner, int all) {
    return new Bounds(1_000, Integer.MAX_VALUE, perOwner, all);
  }

  /** The end of a body that returned this. */
  static JobEnd returned(String text) {
    return end(EndReason.RETURNED, text);
  }

  static JobEnd end(EndReason reason, String text) {
    return new JobEnd(reason, Optional.empty(), text, false, Optional.empty(), Optional.empty());
  }

  static Step.Claim claimOf(Worker worker, int slots) {
    return new Step.Claim(worker, slots, Bounds.DEFAULT);
  }

  static List<String> ids(List<Run> listed) {
    return listed.stream().map(Run::id).toList();
  }

  /** Applies a step and waits for its outcome. */
  <O> O submit(Step<O> step) {
    try {
      return store.submit(step).get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError("the store has no outcome for " + step, failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("the test was interrupted", interrupted);
    }
  }

  /** Applies so many steps, and waits for their outcomes only then: quick on any store. */
  <O> List<O> submitAll(int count, IntFunction<Step<O>> steps) {
    List<CompletableFuture<O>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(store.submit(steps.apply(i)));
    }
    return outcomes.stream().map(one -> one.orTimeout(SECONDS, TimeUnit.SECONDS).join()).toList();
  }

  Step.Register register(Ask ask, Worker worker, int slots, Bounds bounds) {
    RunId runId = new RunId(worker.id(), runs.incrementAndGet());
    return new Step.Register(ask.request(runId), false, worker, slots, bounds);
  }

  Step.Register.Outcome ask(Ask ask, Worker worker, int slots, Bounds bounds) {
    return submit(register(ask, worker, slots, bounds));
  }

  Step.Register.Outcome ask(Ask ask, Worker worker, int slots) {
    return ask(ask, worker, slots, Bounds.DEFAULT);
  }

  /** Registers with one free slot and with bounds; the run must start at once. */
  Run start(Ask ask, Worker worker, Bounds bounds) {
    Run run = registered(ask(ask, worker, 1, bounds));
    assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
    return run;
  }

  /** Registers with one free slot; the run must start at once. */
  Run start(Ask ask, Worker worker) {
    return start(ask, worker, Bounds.DEFAULT);
  }

  /** Registers without a free slot; the run must be queued. */
  Run queue(Ask ask, Worker worker) {
    Run run = registered(ask(ask, worker, 0));
    assertThat(run.status()).isEqualTo(JobStatus.QUEUED);
    return run;
  }

  static Run registered(Step.Register.Outcome outcome) {
    assertThat(outcome).isInstanceOf(Registered.class);
    return ((Registered) outcome).run();
  }

  List<Run> claim(Worker worker, int slots, Bounds bounds) {
    return submit(new Step.Claim(worker, slots, bounds)).runs();
  }

  List<Run> claim(Worker worker, int slots) {
    return claim(worker, slots, Bounds.DEFAULT);
  }

  /** The ids of what was claimed. */
  List<String> claimed(Worker worker, int slots) {
    return ids(claim(worker, slots));
  }

  /** The body is gone; nothing is claimed for its slot. */
  Step.Finish.Outcome finish(Run run, JobEnd end) {
    return submit(finishStep(run, end, claimOf(W3, 0)));
  }

  static Step.Finish finishStep(Run run, JobEnd end, Step.Claim next) {
    return new Step.Finish(
        run.registration(), run.epoch(), end, Optional.empty(), next, Optional.empty());
  }

  /** The body has returned; it must have been running or cancelled. */
  Run settle(Run run) {
    return applied(finish(run, returned("done")).transition());
  }

  Run end(Run run, JobEnd end) {
    return applied(submit(new Step.End(run.registration(), run.epoch(), end, Optional.empty())));
  }

  Run requeue(Run run) {
    return applied(submit(new Step.Requeue(run.registration(), run.epoch())));
  }

  Run lend(Run run, boolean lent) {
    return applied(submit(new Step.Lend(run.registration(), run.epoch(), lent)));
  }

  Run giveUp(Run run) {
    return applied(submit(new Step.GiveUp(run.registration(), run.epoch())));
  }

  Run cancel(Run run) {
    return cancel(run, CancelledBy.OWNER);
  }

  Run cancel(Run run, CancelledBy by) {
    return applied(submit(new Step.Cancel(run.id(), by, JobFilter.all())));
  }

  static Run applied(Transition transition) {
    assertThat(transition).isInstanceOf(Applied.class);
    return ((Applied) transition).run();
  }

  /** Does all that time has made due: as many sweeps as that takes. */
  Step.Swept sweep() {
    List<Run> expired = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Step.Swept swept = submit(new Step.Sweep());
      expired.addAll(swept.expired());
      if (!swept.next().equals(Optional.of(Duration.ZERO))) {
        return new Step.Swept(expired, swept.next());
      }
    }
    throw new AssertionError("the sweeps do not come to an end");
  }

  /** All mail has a sink from now on, this worker's. */
  void openRoute(Worker worker) {
    mail.open(worker, JobFilter.all());
  }

  List<Run> evict(JobFilter filter) {
    return submit(new Step.Evict(filter));
  }

  /** Ends and forgets everything: as it was when it was new, but for time and what was counted. */
  void empty() {
    var unused =
        submit(new Step.CancelAll(CancelledBy.OPERATOR, JobFilter.all(), Optional.empty()));
    rows().forEach(run -> finish(run, returned("")));
    for (Worker worker : List.of(W1, W2, W3)) {
      var unusedCount = submit(new MailStep.Retire(worker));
    }
    var unusedRuns = evict(JobFilter.all());
    assertThat(rows()).isEmpty();
  }

  /** Whether others may use the store. */
  boolean isShared() {
    return store.isShared();
  }

  /** The run as the store shows it now. */
  Run now(Run run) {
    return store.find(run.id(), JobFilter.all()).orElseThrow();
  }

  /** All rows, in order of registration. */
  List<Run> rows() {
    return store.all(JobFilter.all());
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void close() {
    store.close();
  }
}
