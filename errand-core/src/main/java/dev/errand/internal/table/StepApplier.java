package dev.errand.internal.table;

import dev.errand.Admission;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Ends;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunRequest;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Claimed;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each step does to the {@link RunTable}: finds the rows, asks {@link Transitions}, keeps what
 * they say. One thread at a time; {@link MemoryStore} sees to that.
 */
final class StepApplier {
  private final RunTable table;
  private final MailSteps mail;
  private final Sweeper sweeper;
  private final Recoverer recoverer;
  private long nextSequence = 1;

  /** The time of the step that is being applied. */
  private Instant now = Instant.EPOCH;

  StepApplier(RunTable table) {
    this.table = table;
    this.mail = new MailSteps(table);
    this.sweeper = new Sweeper(table);
    this.recoverer = new Recoverer(table, mail);
  }

  /** The outcome of the step, of the type that the step has. */
  Object apply(Step<?> step, Instant at, long nanoTime) {
    now = at;
    table.begin(nanoTime);
    Object outcome = outcome(step);
    table.tidyUp();
    return outcome;
  }

  long nextSequence() {
    return nextSequence;
  }

  /** Everybody's lanes look anew who has their sinks. */
  void reroute(JobFilter audience) {
    mail.reroute(audience);
  }

  /** Places in the order of registration below this one have been given out before. */
  void nextSequence(long next) {
    nextSequence = next;
  }

  /** What the last step has brought about; null if nothing. */
  @Nullable Effects effects() {
    Effects effects = table.effects;
    if (effects.isEmpty()) {
      return null;
    }
    table.effects = new Effects();
    return effects;
  }

  private Object outcome(Step<?> step) {
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
      case Step.Report report -> report(report);
      case Step.GiveUp giveUp -> giveUp(giveUp);
      case Step.Cancel cancel -> cancel(cancel);
      case Step.CancelAll all -> cancelAll(all);
      case Step.Evict evict -> evict(evict);
      case Step.Sweep sweep -> sweeper.sweep(now);
      case Step.Recover recover -> recoverer.recover(recover.worker(), now);
      case MailStep<?> mailStep -> mail.apply(mailStep, now);
    };
  }

  private Step.Register.Outcome register(Step.Register step) {
    OwnerBook book = table.owners.get(step.request().owner());
    Step.Register.Outcome outcome = register(step, book);
    table.forgetIfEmpty(book); // a refused registration leaves nothing behind, not even an owner
    return outcome;
  }

  private Step.Register.Outcome register(Step.Register step, OwnerBook book) {
    RunRequest request = step.request();
    Row known = table.findByKey(request.owner(), request.terms().idempotencyKey());
    if (known != null) {
      if (step.hold()) {
        mail.hold(known, step.worker(), MailStep.Hold.REGISTRATION);
      }
      return new Step.Register.Known(known.run);
    }
    table.index.makeReady(table.now);
    boolean waits = request.terms().delay().isPresent();
    Limit limit = waits ? Limit.SLOTS : limitOfStartingNow(step, book);
    if (limit == null) {
      Run claimed = claimed(newRun(step, book), step.worker());
      insert(claimed, book, step);
      return new Step.Register.Registered(claimed, List.of(claimed));
    }
    if (request.terms().admission() == Admission.REJECT && !waits) {
      return new Step.Register.Full(limit);
    }
    Limit queueLimit = table.index.queueLimit(book, step.bounds());
    if (queueLimit != null) {
      return new Step.Register.Full(queueLimit);
    }
    Row row = insert(newRun(step, book), book, step);
    List<Run> claimed = take(step.worker(), step.slots(), step.bounds());
    return new Step.Register.Registered(row.run, claimed);
  }

  /** A run may start at once if a slot is free and nothing that is queued comes first. */
  private @Nullable Limit limitOfStartingNow(Step.Register step, OwnerBook book) {
    Limit running = table.index.runningLimit(book, step.bounds());
    if (running != null) {
      return running;
    }
    boolean canRun = step.worker().canRun(step.request().call(), step.worker().id());
    return step.slots() < 1 || !canRun || table.index.queue.hasWorkFor(step.worker(), step.bounds())
        ? Limit.SLOTS
        : null;
  }

  private Run newRun(Step.Register step, OwnerBook book) {
    RunRequest request = step.request();
    Registration registration =
        request.preferredId().isPresent()
            ? request.registration(
                table.ids.near(request.preferredId().get()),
                book.owner,
                nextSequence++,
                step.worker(),
                now)
            : request.registration(
                table.ids.automatic(), book.owner, nextSequence++, step.worker(), now);
    return new Run(registration, RunState.REGISTERED, Mail.registered(step.hold()));
  }

  private Row insert(Run run, OwnerBook book, Step.Register step) {
    Row row = table.insert(run, book, step.request().preferredId().isEmpty());
    if (step.hold()) {
      table.setHolders(row, Holders.NONE.with(step.worker(), MailStep.Hold.REGISTRATION));
    }
    return row;
  }

  private Claimed claim(Step.Claim step) {
    table.index.makeReady(table.now);
    List<Run> claimed = take(step.worker(), step.slots(), step.bounds());
    return new Claimed(claimed, table.index.starts.next(table.now));
  }

  private List<Run> take(Worker worker, int slots, Bounds bounds) {
    if (slots < 1) {
      return List.of();
    }
    List<Run> claimed = List.of();
    while (claimed.size() < slots && table.index.hasRoomToRun(bounds)) {
      Row row = table.index.queue.take(worker, bounds);
      if (row == null) {
        break;
      }
      if (claimed.isEmpty()) {
        claimed = new ArrayList<>(Math.min(slots, 16));
      }
      Run run = claimed(row.run, worker);
      Transition unused = table.keep(row, new Applied(run));
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

  private Step.Finish.Outcome finish(Step.Finish step) {
    Row row = table.rowOf(step.run());
    boolean running = row != null && row.run.status() == JobStatus.RUNNING;
    Transition transition =
        row == null
            ? forgotten(step.run(), step.epoch())
            : table.keep(
                row,
                Transitions.finish(
                    row.run, step.epoch(), step.end(), step.progress().orElse(null), now));
    table.index.makeReady(table.now);
    return new Step.Finish.Outcome(
        transition,
        running && transition instanceof Applied,
        take(step.next().worker(), step.next().slots(), step.next().bounds()),
        step.mail().isEmpty() ? List.of() : mail.claim(step.mail().get()));
  }

  /** The run has been forgotten; now its body is out of the way, too. */
  private Transition forgotten(Registration run, int epoch) {
    table.bodyIsGone(run.runId(), epoch);
    return new Refused(Refusal.UNKNOWN);
  }

  private Transition cancel(Step.Cancel step) {
    Row row = table.visible(step.id(), step.filter());
    return row == null
        ? new Refused(Refusal.UNKNOWN)
        : table.keep(row, Transitions.cancel(row.run, Ends.cancelled(step.by()), now));
  }

  private List<Run> cancelAll(Step.CancelAll step) {
    List<Run> candidates = new ArrayList<>(table.reads.queued(step.filter()));
    candidates.addAll(table.reads.running(step.filter()));
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

  private Transition change(Registration of, Function<Run, Transition> rule) {
    Row row = table.rowOf(of);
    return row == null ? new Refused(Refusal.UNKNOWN) : table.keep(row, rule.apply(row.run));
  }

  private Transition report(Step.Report step) {
    Row row = table.rowOf(step.run());
    return row == null
        ? new Refused(Refusal.UNKNOWN)
        : table.keepProgress(row, Transitions.report(row.run, step.epoch(), step.progress()));
  }

  private Transition giveUp(Step.GiveUp step) {
    Row row = table.rowOf(step.run());
    if (row == null) {
      table.bodyIsGivenUp(step.run().runId(), step.epoch());
      return new Refused(Refusal.UNKNOWN);
    }
    return table.keep(row, Transitions.giveUp(row.run, step.epoch()));
  }
}
