package dev.errand.internal.memory;

import dev.errand.Admission;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Ends;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunRequest;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Claimed;
import dev.errand.spi.Step.Expired;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each step does to the {@link RunTable}: finds the rows, asks {@link Transitions}, keeps what
 * they say. One thread at a time; {@link MemoryStore} sees to that.
 */
final class StepApplier {
  private final TimeAndThreads time;
  private final RunTable table;
  private long nextSequence = 1;

  /** The time of the step that is being applied. */
  private Instant now = Instant.EPOCH;

  StepApplier(TimeAndThreads time, RunTable table) {
    this.time = time;
    this.table = table;
  }

  /** The outcome of the step, of the type that the step has. */
  Object apply(Step<?> step, Instant at) {
    now = at;

    return switch (step) {
      case Step.Register register -> register(register);
      case Step.Claim claim -> claim(claim);
      case Step.Finish finish -> finish(finish);
      case Step.End end ->
          change(
              end.run(),
              run ->
                  Transitions.end(run, end.epoch(), end.end(), end.progress().orElse(null), now));
      case Step.Requeue requeue ->
          change(requeue.run(), run -> Transitions.requeue(run, requeue.epoch()));
      case Step.Lend lend ->
          change(lend.run(), run -> Transitions.lend(run, lend.epoch(), lend.lent()));
      case Step.GiveUp giveUp -> giveUp(giveUp);
      case Step.Cancel cancel -> cancel(cancel);
      case Step.CancelAll all -> cancelAll(all);
      case Step.Evict evict -> evict(evict);
      case Step.Expire expire -> expire();
    };
  }

  private Step.Register.Outcome register(Step.Register step) {
    OwnerBook book = table.book(step.request().owner());
    Step.Register.Outcome outcome = register(step, book);
    table.forgetIfEmpty(book); // a refused registration leaves nothing behind, not even an owner
    return outcome;
  }

  private Step.Register.Outcome register(Step.Register step, OwnerBook book) {
    RunRequest request = step.request();
    Row known = table.findByKey(request.owner(), request.terms().idempotencyKey());
    if (known != null) {
      return new Step.Register.Known(known.run);
    }
    makeReady();
    boolean waits = request.terms().delay().isPresent();
    Limit limit = waits ? Limit.SLOTS : limitOfStartingNow(step, book);
    if (limit == null) {
      Run claimed = claimed(newRun(step, book), step.worker());
      table.insert(claimed, book, time::nanoTime);
      return new Step.Register.Registered(claimed, List.of(claimed));
    }
    if (request.terms().admission() == Admission.REJECT && !waits) {
      return new Step.Register.Full(limit);
    }
    Limit queueLimit = table.queueLimit(book, step.bounds());
    if (queueLimit != null) {
      return new Step.Register.Full(queueLimit);
    }
    Row row = table.insert(newRun(step, book), book, time::nanoTime);
    List<Run> claimed = take(step.worker(), step.slots(), step.bounds());
    return new Step.Register.Registered(row.run, claimed);
  }

  /** A run may start at once if a slot is free and nothing that is queued comes first. */
  private @Nullable Limit limitOfStartingNow(Step.Register step, OwnerBook book) {
    Limit running = table.runningLimit(book, step.bounds());
    if (running != null) {
      return running;
    }
    boolean canRun = step.worker().canRun(step.request().call(), step.worker().id());
    return step.slots() < 1 || !canRun || table.queue.hasWorkFor(step.worker(), step.bounds())
        ? Limit.SLOTS
        : null;
  }

  private Run newRun(Step.Register step, OwnerBook book) {
    RunRequest request = step.request();
    String id = request.preferredId().map(table.ids::near).orElseGet(table.ids::automatic);
    Registration registration =
        request.registration(id, book.owner, nextSequence++, step.worker(), now);
    return new Run(registration, RunState.registered(step.hold()));
  }

  private Claimed claim(Step.Claim step) {
    makeReady();
    List<Run> claimed = take(step.worker(), step.slots(), step.bounds());
    return new Claimed(claimed, table.starts.next(time.nanoTime()));
  }

  private List<Run> take(Worker worker, int slots, Bounds bounds) {
    if (slots < 1) {
      return List.of();
    }
    List<Run> claimed = List.of();
    while (claimed.size() < slots && table.hasRoomToRun(bounds)) {
      Row row = table.queue.take(worker, bounds);
      if (row == null) {
        break;
      }
      if (claimed.isEmpty()) {
        claimed = new ArrayList<>(Math.min(slots, 16));
      }
      Run run = claimed(row.run, worker);
      table.replace(row, run);
      claimed.add(run);
    }
    return claimed;
  }

  private Run claimed(Run run, Worker worker) {
    return switch (Transitions.claim(run, worker.id(), now)) {
      case Applied applied -> applied.run();
      case Refused refused ->
          throw new AssertionError("a queued run cannot be claimed: " + refused.why());
    };
  }

  /** Queued runs whose start time has come may be claimed from now on. */
  private void makeReady() {
    if (table.starts.isEmpty()) {
      return;
    }
    long nanoTime = time.nanoTime();
    for (Row row = table.starts.pollDue(nanoTime);
        row != null;
        row = table.starts.pollDue(nanoTime)) {
      table.makeReady(row);
    }
  }

  private Step.Finish.Outcome finish(Step.Finish step) {
    Row row = rowOf(step.run());
    boolean running = row != null && row.run.status() == JobStatus.RUNNING;
    Transition transition =
        row == null
            ? forgotten(step.run(), step.epoch())
            : keep(
                row,
                Transitions.finish(
                    row.run, step.epoch(), step.end(), step.progress().orElse(null), now));
    makeReady();
    return new Step.Finish.Outcome(
        transition,
        running && transition instanceof Applied,
        take(step.next().worker(), step.next().slots(), step.next().bounds()));
  }

  private Transition cancel(Step.Cancel step) {
    Row row = visible(step.id(), step.filter());
    return row == null
        ? new Refused(Refusal.UNKNOWN)
        : keep(row, Transitions.cancel(row.run, Ends.cancelled(step.by()), now));
  }

  private List<Run> cancelAll(Step.CancelAll step) {
    List<Run> candidates = new ArrayList<>(table.queued(step.filter()));
    candidates.addAll(table.running(step.filter()));
    List<Run> cancelled = new ArrayList<>();
    for (Run run : candidates) {
      boolean meant = step.worker().isEmpty() || step.worker().get().equals(run.worker());
      if (meant
          && cancel(new Step.Cancel(run.id(), step.by(), step.filter()))
              instanceof Applied applied) {
        cancelled.add(applied.run());
      }
    }
    return cancelled;
  }

  private List<Run> evict(Step.Evict step) {
    List<Run> evicted = new ArrayList<>();
    for (Row row : table.ended(step.filter())) {
      table.remove(row);
      evicted.add(row.run);
    }
    return evicted;
  }

  private Expired expire() {
    makeReady();
    long nanoTime = time.nanoTime();
    List<Run> expired = new ArrayList<>();
    for (Row row = table.patience.pollDue(nanoTime);
        row != null;
        row = table.patience.pollDue(nanoTime)) {
      Duration patience = row.run.registration().terms().queueTimeout().orElse(Duration.ZERO);
      if (keep(row, Transitions.expire(row.run, Ends.queueTimeout(patience), now))
          instanceof Applied applied) {
        expired.add(applied.run());
      }
    }
    Optional<Duration> start = table.starts.next(nanoTime);
    Optional<Duration> patience = table.patience.next(nanoTime);
    return new Expired(
        expired, Stream.concat(start.stream(), patience.stream()).min(Comparator.naturalOrder()));
  }

  private Transition change(Registration of, Function<Run, Transition> rule) {
    Row row = rowOf(of);
    return row == null ? new Refused(Refusal.UNKNOWN) : keep(row, rule.apply(row.run));
  }

  private Transition giveUp(Step.GiveUp step) {
    Row row = rowOf(step.run());
    return row == null
        ? forgotten(step.run(), step.epoch())
        : keep(row, Transitions.giveUp(row.run, step.epoch()));
  }

  /** The run has been forgotten; now its body is out of the way, too. */
  private Transition forgotten(Registration run, int epoch) {
    table.bodyIsGone(run.runId(), epoch);
    return new Refused(Refusal.UNKNOWN);
  }

  private Transition keep(Row row, Transition transition) {
    if (transition instanceof Applied applied) {
      table.replace(row, applied.run());
    }
    return transition;
  }

  /** The row of this very run; its id may name another one by now. */
  private @Nullable Row rowOf(Registration run) {
    Row row = table.find(run.id());
    return row != null && row.run.runId().equals(run.runId()) ? row : null;
  }

  @Nullable Row visible(String id, JobFilter filter) {
    Row row = table.find(id);
    return row != null && filter.matches(row.book.owner) ? row : null;
  }
}
