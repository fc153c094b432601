package dev.errand.internal;

import dev.errand.Delivery;
import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.spi.Durations;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.ClaimMail;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries to their sinks (contract F): a {@link Lane} for each owner with due mail. The
 * queues are the store's; the courier has only what it is delivering at the moment.
 */
final class Courier {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Duration AFTER_STORE_FAILURE = Duration.ofSeconds(1);

  private static final int MOST_IDLE_LANES = 1_000;

  private final Worker worker;
  private final Settings settings;
  private final TimeAndThreads time;
  private final Steps steps;
  private final Listeners listeners;
  private final Sinks sinks;
  private final SinkClock clock;
  private final ConcurrentMap<Optional<String>, Lane> lanes = new ConcurrentHashMap<>();
  private final RepeatedFailure claimsFail =
      new RepeatedFailure("Deliveries could not be claimed; it is tried again each second");
  private final Set<SinkCall> abandoned = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Boolean> onSinkThread = new ThreadLocal<>();
  private volatile boolean closed;

  Courier(Equipment equipment) {
    this.worker = equipment.worker();
    this.settings = equipment.settings();
    this.time = equipment.time();
    this.steps = equipment.steps();
    this.listeners = equipment.listeners();
    this.sinks = new Sinks(worker, settings, steps);
    this.clock = new SinkClock(time, settings, lanes::values, this::timedOut, this::abandon);
  }

  /** Begins to take what the catch-all takes. */
  void open() {
    sinks.open();
  }

  /** A sink that is this owner's from now on. */
  Subscription register(String owner, Sink sink) {
    return sinks.register(owner, sink);
  }

  /** Mail of this lane may be due. Never waits. */
  void mailDue(Optional<String> owner) {
    while (!closed) {
      Lane lane = lanes.get(owner);
      if (lane == null) {
        if (sinks.of(owner).isEmpty()) {
          return;
        }
        lane = lanes.computeIfAbsent(owner, key -> new Lane(key, this));
      }
      if (lane.mayHaveMore() || !isRetired(lane)) {
        return; // it looks again anyway, or does now
      }
      lanes.remove(owner, lane);
    }
  }

  /** Has the lane look for mail, unless it is retired. */
  private boolean isRetired(Lane lane) {
    Lane.Poke poke = lane.poke();
    if (poke == Lane.Poke.START) {
      start(lane, List.of());
    }
    return poke == Lane.Poke.RETIRED;
  }

  private void start(Lane lane, List<Run> claimed) {
    clock.start();
    Thread unused = time.start("errand-lane", () -> work(lane, claimed));
  }

  private void work(Lane lane, List<Run> claimed) {
    onSinkThread.set(true);
    try {
      lane.run(claimed);
    } finally {
      onSinkThread.remove();
    }
  }

  // ---- steps that also claim

  /**
   * The lane of this owner, if it has a sink and nothing to do: for a step that makes its mail due
   * and then may as well claim it. {@link #begin} or {@link #beginLater} has to follow.
   */
  @Nullable Lane reserve(Optional<String> owner) {
    if (closed || sinks.of(owner).isEmpty()) {
      return null;
    }
    Lane lane = lanes.computeIfAbsent(owner, key -> new Lane(key, this));
    return lane.reserve() ? lane : null;
  }

  /** The claim of a lane that was reserved. */
  Optional<ClaimMail> claimOf(@Nullable Lane reserved) {
    return reserved == null ? Optional.empty() : Optional.ofNullable(nextOf(reserved));
  }

  /** The lane goes on with what was claimed for it. */
  void begin(@Nullable Lane reserved, List<Run> claimed) {
    if (reserved == null) {
      return;
    }
    reserved.isSure();
    goOn(reserved, claimed);
  }

  private void goOn(Lane reserved, List<Run> claimed) {
    if (!claimed.isEmpty() || reserved.hasMore()) {
      start(reserved, claimed);
    } else {
      isIdle(reserved);
    }
  }

  /** The step failed, or its answer is lost. */
  void beginLater(@Nullable Lane reserved) {
    if (reserved != null) {
      lookAgain(reserved);
      goOn(reserved, List.of());
    }
  }

  // ---- what lanes do

  long nanoTime() {
    return time.nanoTime();
  }

  Optional<Sink> sinkFor(Optional<String> owner) {
    return closed ? Optional.empty() : sinks.of(owner);
  }

  /** What is due in this lane and can be delivered in one call. */
  List<Run> claim(Lane lane) {
    ClaimMail step = nextOf(lane);
    if (step == null) {
      return List.of();
    }
    try {
      List<Run> claimed = steps.submit(step, this::giveBack);
      claimsFail.isOver();
      lane.isSure();
      return claimed;
    } catch (StoreException failure) {
      claimsFail.happens(failure);
      lookAgain(lane);
      return List.of();
    }
  }

  /** What was claimed, if anything, is given back by the next claim. */
  private void lookAgain(Lane lane) {
    lane.isUnsure();
    var unused =
        time.schedule(
            AFTER_STORE_FAILURE,
            () -> {
              if (isRetired(lane)) {
                mailDue(lane.owner);
              }
            });
  }

  private @Nullable ClaimMail nextOf(Lane lane) {
    Optional<Sink> sink = sinkFor(lane.owner);
    return sink.isEmpty()
        ? null
        : new ClaimMail(
            worker, lane.owner, sink.get().most(), Sink.BATCH_BYTES, lane.mayHaveMore());
  }

  void giveBack(List<Run> runs) {
    if (!runs.isEmpty()) {
      steps.insist(
          new MailStep.GiveBack(runs.stream().map(Courier::leaseOf).toList()),
          "Deliveries could not be given back");
    }
  }

  /** Calls the sink, records what came of it, and answers what was claimed next. */
  List<Run> deliver(Lane lane, SinkCall call, Sink sink) {
    List<Delivery> deliveries = new ArrayList<>(call.runs.size());
    for (Run run : call.runs) {
      deliveries.add(delivery(run));
    }
    // Read after the lane shows the call: close() sees the call, or this thread sees the close.
    if (closed || !call.begins()) {
      giveBack(call.runs);
      return List.of();
    }
    Set<String> accepted = Set.of();
    String error = "The sink did not accept it";
    try {
      accepted = sink.deliver(deliveries);
    } catch (Throwable failure) {
      error = BodyEnds.threw(failure).text();
    }
    SinkCall.Return how = call.returns();
    return switch (how) {
      case IN_TIME -> {
        List<Verdict> verdicts = verdicts(call.runs, deliveries, accepted, error);
        tellAttempts(deliveries, verdicts);
        yield conclude(lane, verdicts);
      }
      case LATE -> conclude(lane, late(call, deliveries, accepted));
      case TOO_LATE -> {
        abandoned.remove(call);
        report(late(call, deliveries, accepted));
        lane.abandon();
        yield List.of();
      }
    };
  }

  private List<Verdict> verdicts(
      List<Run> runs, List<Delivery> deliveries, Set<String> accepted, String error) {
    List<Verdict> verdicts = new ArrayList<>(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      verdicts.add(
          accepted.contains(deliveries.get(i).deliveryId())
              ? Verdict.taken(leaseOf(run))
              : failed(run, error, runs.size() > 1));
    }
    return verdicts;
  }

  private Verdict failed(Run run, String error, boolean alone) {
    Duration wait = BackOff.before(run.mail().attempts(), time::random);
    return new Verdict(leaseOf(run), Optional.of(error), wait, alone);
  }

  /** What has failed by its time-out may have succeeded after all (F6). */
  private static List<Verdict> late(
      SinkCall call, List<Delivery> deliveries, Set<String> accepted) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      if (accepted.contains(deliveries.get(i).deliveryId())) {
        verdicts.add(Verdict.taken(leaseOf(call.runs.get(i))));
      }
    }
    return verdicts;
  }

  /** Records what came of a call, without going on. */
  private void report(List<Verdict> verdicts) {
    if (!verdicts.isEmpty()) {
      steps.insist(
          new MailStep.Conclude(verdicts, Optional.empty()),
          "What came of a delivery could not be recorded");
    }
  }

  /** Records what came of a call; as often as it takes, since nobody else can. */
  private List<Run> conclude(Lane lane, List<Verdict> verdicts) {
    while (true) {
      MailStep.Conclude step = new MailStep.Conclude(verdicts, Optional.ofNullable(nextOf(lane)));
      try {
        MailStep.Concluded concluded = steps.submit(step, tooLate -> giveBack(tooLate.claimed()));
        lane.isSure();
        return concluded.claimed();
      } catch (StoreException failure) {
        LOG.log(Level.WARNING, "What came of a delivery could not be recorded", failure);
        lane.isUnsure();
        if (closed) {
          return List.of();
        }
        pause();
      }
    }
  }

  private void pause() {
    boolean unused = Latches.awaitThroughInterrupts(time, time.latch(), AFTER_STORE_FAILURE);
  }

  /** Told before it is recorded: what follows from it is heard after it. */
  private void tellAttempts(List<Delivery> deliveries, List<Verdict> verdicts) {
    if (!listeners.isEmpty()) {
      for (int i = 0; i < deliveries.size(); i++) {
        listeners.deliveryAttempted(deliveries.get(i), verdicts.get(i).error());
      }
    }
  }

  /** A lane has nothing left; few of these are kept for next time. */
  void isIdle(Lane lane) {
    if (lanes.size() > MOST_IDLE_LANES && lane.retire()) {
      lanes.remove(lane.owner, lane);
    }
  }

  // ---- what the clock says

  private void timedOut(SinkCall call) {
    if (!call.timesOut()) {
      return;
    }
    String error = "The sink took longer than " + Durations.words(settings.sinkTimeout());
    List<Delivery> deliveries = call.runs.stream().map(Courier::delivery).toList();
    List<Verdict> verdicts =
        call.runs.stream().map(run -> failed(run, error, call.runs.size() > 1)).toList();
    tellAttempts(deliveries, verdicts);
    report(verdicts);
  }

  private void abandon(Lane lane, SinkCall call) {
    abandoned.add(call);
    if (!call.abandon()) {
      abandoned.remove(call); // it has returned at the last moment
      return;
    }
    lane.abandon();
    lanes.remove(lane.owner, lane);
    LOG.log(
        Level.WARNING,
        "The sink of {0} does not return from {1}; its thread is abandoned",
        lane.owner.orElse("unowned jobs"),
        call.runs.get(0).id());
    mailDue(lane.owner);
  }

  // ---- looking and closing

  /** How many calls of sinks are running, and how many of them beyond their bound. */
  record Calls(int running, int stuck) {}

  /** The calls that are running for the owners that the filter sees. */
  Calls calls(JobFilter filter) {
    int running = 0;
    int stuck = 0;
    for (SinkCall call : callsOf(filter)) {
      running += call.isRunning() ? 1 : 0;
      stuck += call.isStuck() ? 1 : 0;
    }
    return new Calls(running, stuck);
  }

  private List<SinkCall> callsOf(JobFilter filter) {
    List<SinkCall> calls = new ArrayList<>();
    if (filter instanceof JobFilter.Owner one) {
      addCall(lanes.get(Optional.of(one.owner())), calls);
    } else {
      for (Lane lane : lanes.values()) {
        if (filter.matches(lane.owner)) {
          addCall(lane, calls);
        }
      }
    }
    for (SinkCall call : abandoned) {
      if (filter.matches(call.runs.get(0).owner())) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static void addCall(@Nullable Lane lane, List<SinkCall> calls) {
    SinkCall call = lane == null ? null : lane.call();
    if (call != null) {
      calls.add(call);
    }
  }

  /** Whether any lane is at work. */
  boolean isDelivering() {
    return lanes.values().stream().anyMatch(lane -> !lane.isIdle());
  }

  /** Who waits for the manager on a thread that it needs would wait for ever (F14). */
  void refuseSinkThread(String verb) {
    if (onSinkThread.get() != null) {
      throw new IllegalStateException(verb + " must not be called by a sink of the same manager");
    }
  }

  /** Whether this manager has a sink for this lane. */
  boolean serves(Optional<String> owner) {
    return sinks.of(owner).isPresent();
  }

  /** No call begins from now on (F15). */
  void close() {
    closed = true;
    for (Lane lane : lanes.values()) {
      SinkCall call = lane.call();
      if (call != null && call.prevent()) {
        giveBack(call.runs);
      }
    }
    clock.stop();
  }

  /** The envelope of a run's delivery. */
  static Delivery delivery(Run run) {
    return new Delivery(run.registration().runId().deliveryId(), run.mail().attempts(), run);
  }

  static Lease leaseOf(Run run) {
    return new Lease(run.registration(), run.mail().lease());
  }
}
