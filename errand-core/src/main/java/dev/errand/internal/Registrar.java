package dev.errand.internal;

import dev.errand.HandlerCall;
import dev.errand.JobBody;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.ManagerClosedException;
import dev.errand.QueueFullException;
import dev.errand.Recovery;
import dev.errand.StoreException;
import dev.errand.spi.Bounds;
import dev.errand.spi.Policy;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Terms;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes new work in (contract section A): one step in the store, and the body goes to the {@link
 * Runner}.
 */
final class Registrar {
  /** How often a job that must not be queued looks again after letting queued ones start. */
  private static final int BEHIND_QUEUED = 2;

  private final Runner runner;
  private final Lifecycle lifecycle;

  private record Agreed(JobOptions options, Policy policy, Terms terms) {}

  private final Map<Recovery, Policy> policies = new EnumMap<>(Recovery.class);
  private volatile Agreed lastAgreed;
  private final AtomicLong runs = new AtomicLong();

  Registrar(Runner runner, Lifecycle lifecycle) {
    this.runner = runner;
    this.lifecycle = lifecycle;
    Policy policy = runner.settings.policy();
    policies.put(Recovery.LOST, policy);
    policies.put(Recovery.RERUN, policy.withMaxReruns(runner.settings.maxReruns()));
    policies.put(Recovery.ADOPT, policy.withAdoption());
    this.lastAgreed = new Agreed(JobOptions.DEFAULT, policy, Terms.DEFAULT.with(policy));
  }

  String register(
      String type, String label, JobBody body, Optional<HandlerCall> call, JobOptions options) {
    RunRequest request =
        new RunRequest(
            options.id(),
            new RunId(runner.worker.id(), runs.incrementAndGet()),
            options.owner(),
            type,
            label,
            call,
            terms(options, policyOf(call)));
    LiveRun mine =
        new LiveRun(
            request.runId(), body, options.progressListener(), runner.time, runner.listeners);
    // Known to the runner before the store has it: another thread may claim the run before this
    // one hears of it. Known before the look at the lifecycle, too: either close() sees this run,
    // or this thread sees that it was closed.
    runner.live.add(mine);
    if (lifecycle.isClosed()) {
      runner.live.remove(mine.runId);
      throw new ManagerClosedException();
    }
    return submit(request, mine, options.hold(), BEHIND_QUEUED);
  }

  private Policy policyOf(Optional<HandlerCall> call) {
    return Objects.requireNonNull(policies.get(runner.settings.recovery(call)));
  }

  private String submit(RunRequest request, LiveRun mine, boolean hold, int triesLeft) {
    int slots = runner.claims.slots.takeUpTo(1);
    long hintsBefore = runner.claims.hints();
    Step.Register step =
        new Step.Register(request, hold, runner.worker, slots, runner.settings.bounds());
    CompletableFuture<Step.Register.Outcome> answer = runner.store.submit(step);
    // What the outcome means happens when it comes, even if the caller has stopped waiting for it:
    // a run that was claimed must not be left without its body.
    Outcomes.then(
        answer,
        outcome -> take(outcome, mine, slots, hintsBefore),
        failure -> {
          giveBack(slots);
          runner.live.remove(mine.runId);
        });
    return switch (await(answer, mine)) {
      case Step.Register.Registered registered -> registered.run().id();
      case Step.Register.Known known -> {
        runner.live.remove(mine.runId);
        yield known.run().id();
      }
      case Step.Register.Full full -> {
        if (slots > 0 && full.limit() == Limit.SLOTS && triesLeft > 0) {
          // Queued jobs come first; once they have started, there may be a slot for this one, too.
          runner.runnable();
          yield submit(request, mine, hold, triesLeft - 1);
        }
        runner.live.remove(mine.runId);
        // A manager that is being closed has no slots either; that is not what is wrong.
        throw lifecycle.isClosed() ? new ManagerClosedException() : refusal(full.limit());
      }
    };
  }

  private Step.Register.Outcome await(
      CompletableFuture<Step.Register.Outcome> answer, LiveRun mine) {
    try {
      return runner.steps.await(answer);
    } catch (StoreException failure) {
      Outcomes.then(answer, tooLate -> forgetIfRefused(tooLate, mine), alreadyThrown -> {});
      throw failure;
    }
  }

  private void forgetIfRefused(Step.Register.Outcome outcome, LiveRun mine) {
    if (!(outcome instanceof Step.Register.Registered)) {
      runner.live.remove(mine.runId);
    }
  }

  private void take(Step.Register.Outcome outcome, LiveRun mine, int slots, long hintsBefore) {
    if (outcome instanceof Step.Register.Registered registered) {
      started(registered, mine);
      runner.claims.foundNothing(hintsBefore, slots - registered.claimed().size());
      runner.leaving.leaveIfClosed(registered.run());
    } else {
      giveBack(slots);
    }
  }

  private void started(Step.Register.Registered registered, LiveRun mine) {
    Run run = registered.run();
    if (run.status() == JobStatus.RUNNING) {
      runner.start(run, mine);
      return;
    }
    mine.observe(run);
    lookAfter(run);
    runner.startAll(registered.claimed());
  }

  /** A run that waits has to be claimed or to be given up some time. */
  private void lookAfter(Run run) {
    if (run.status() == JobStatus.QUEUED) {
      run.registration().terms().queueTimeout().ifPresent(runner::wakeIn);
      run.registration().terms().delay().ifPresentOrElse(runner::wakeIn, runner::runnable);
    }
  }

  private void giveBack(int slots) {
    if (slots > 0) {
      runner.claims.slotIsFree();
    }
  }

  private RuntimeException refusal(Limit limit) {
    Bounds bounds = runner.settings.bounds();
    return switch (limit) {
      case SLOTS -> limitReached(runner.claims.slots.limit(), "Background job limit reached");
      case RUNNING_PER_OWNER ->
          limitReached(bounds.runningPerOwner(), "Background job limit of this owner reached");
      case RUNNING -> limitReached(bounds.running(), "Background job limit of the store reached");
      case QUEUED -> queueFull(bounds.queued(), "Background job queue is full");
      case QUEUED_PER_OWNER ->
          queueFull(bounds.queuedPerOwner(), "Background job queue of this owner is full");
    };
  }

  private static JobLimitReachedException limitReached(int limit, String what) {
    return new JobLimitReachedException(
        limit, what + " (" + limit + "). Wait for running jobs to finish or cancel one.");
  }

  private static QueueFullException queueFull(int limit, String what) {
    return new QueueFullException(
        limit, what + " (" + limit + "). Wait for queued jobs to start or cancel one.");
  }

  /**
   * Most callers register with the same few options over and over; so the last terms are kept, and
   * shared.
   */
  @SuppressWarnings("ReferenceEquality") // there are two policies, and equal ones may be shared
  private Terms terms(JobOptions options, Policy under) {
    Agreed last = lastAgreed;
    if (last.options != options || last.policy != under) {
      last = new Agreed(options, under, newTerms(options, under, last.terms));
      lastAgreed = last;
    }
    return last.terms;
  }

  /**
   * New terms, or {@code before} if they are the same; others may have agreed on others meanwhile.
   */
  private static Terms newTerms(JobOptions options, Policy under, Terms before) {
    Terms terms =
        new Terms(
            options.priority(),
            options.admission(),
            options.startAfter(),
            options.queueTimeout(),
            options.timeout(),
            options.idempotencyKey(),
            under);
    return terms.equals(before) ? before : terms;
  }
}
