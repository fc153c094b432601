package dev.errand.contract;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Hints;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Worker;
import dev.errand.testkit.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A store that says it is durable, and to which happens what happens to such stores: steps fail, or
 * are applied and answered late; workers die. For virtual time, in which one thread runs at a time.
 */
final class TroubledStore implements JobStore {
  private final VirtualTime time;
  private final Engine engine = new Engine();
  private final Hints hints = new Hints();
  private final Deque<Runnable> late = new ArrayDeque<>();

  /** What was asked of it, failed steps among them. */
  final List<Step<?>> steps = new ArrayList<>();

  private Predicate<Step<?>> failing = step -> false;
  private Predicate<Step<?>> unseen = step -> false;
  private Predicate<Step<?>> delayed = step -> false;
  private final Set<String> dead = new HashSet<>();
  private boolean shared;
  private boolean closed;
  private boolean failsToClose;

  TroubledStore(VirtualTime time) {
    this.time = time;
  }

  /** Such steps fail from now on, and change nothing. */
  void fail(Predicate<Step<?>> which) {
    failing = which;
  }

  /** Such steps are applied from now on, but it looks as if they had failed. */
  void loseAnswers(Predicate<Step<?>> which) {
    unseen = which;
  }

  /** It says from now on that others use it, too; to be said before there are managers. */
  TroubledStore share() {
    shared = true;
    return this;
  }

  /** It fails when it is closed. */
  void failToClose() {
    failsToClose = true;
  }

  /** Such steps are applied and answered when {@link #catchUp} says so. */
  void delay(Predicate<Step<?>> which) {
    delayed = which;
  }

  /** Applies and answers what was delayed, and delays nothing more. */
  void catchUp() {
    delayed = step -> false;
    for (Runnable one = late.poll(); one != null; one = late.poll()) {
      one.run();
    }
  }

  /**
   * The worker that registered this run is dead, as the next manager will find. Its manager is in
   * this process still, but hears of nothing and claims nothing any more.
   */
  void died(String runId) {
    String worker = RunId.parse(runId).map(RunId::worker).orElseThrow();
    engine.died(worker);
    dead.add(worker);
  }

  /** Two thirds of the lease are over, and nobody has heard of its workers. */
  void leaseEnds() {
    hints.all(StoreListener::leaseEnds);
  }

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    steps.add(step);
    CompletableFuture<O> answer = new CompletableFuture<>();
    if (closed || failing.test(step)) {
      String why = closed ? "the store is closed" : "the disk is full";
      answer.completeExceptionally(new StoreException(why, false, null));
    } else if (step instanceof Step.Claim claim && dead.contains(claim.worker().id())) {
      O nothing = answerOf(step, new Step.Claimed(List.of(), Optional.empty()));
      answer.complete(nothing);
    } else if (delayed.test(step)) {
      late.add(() -> apply(step, answer));
    } else {
      apply(step, answer);
    }
    return answer;
  }

  @SuppressWarnings("unchecked") // the step and its outcome belong together
  private static <O> O answerOf(Step<O> step, Object outcome) {
    return (O) outcome;
  }

  private <O> void apply(Step<O> step, CompletableFuture<O> answer) {
    O outcome = engine.apply(step, time.now(), time.nanoTime());
    var effects = engine.effects();
    if (unseen.test(step)) {
      answer.completeExceptionally(new StoreException("the commit failed", true, null));
    } else {
      answer.complete(outcome);
    }
    hints.after(step, outcome, effects);
  }

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return engine.find(id, filter);
  }

  @Override
  public List<Run> running(JobFilter filter) {
    return engine.running(filter);
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return engine.recent(limit, filter);
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return engine.unsettled(filter);
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return engine.all(filter);
  }

  @Override
  public int unfinished(JobFilter filter) {
    return engine.unfinished(filter);
  }

  @Override
  public MailStep.Counts mail(JobFilter filter) {
    return engine.mail(filter, time.now(), time.nanoTime());
  }

  @Override
  public List<Run> undelivered(JobFilter filter) {
    return engine.undelivered(filter);
  }

  @Override
  public List<Run> queuedMail(JobFilter filter) {
    return engine.queuedMail(filter);
  }

  @Override
  public List<Run> deadLetters(JobFilter filter) {
    return engine.deadLetters(filter);
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    return hints.add(worker, listener);
  }

  @Override
  public void close() {
    closed = true;
    if (failsToClose) {
      throw new StoreException("the disk is gone", true, null);
    }
  }
}
