package dev.errand.model;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real manager in virtual time, and the model at its side. What bodies, sinks and waiting threads
 * do is written down as it happens (one thread runs at a time, so there is an order) and told to
 * the model once all threads wait.
 */
final class World {
  /** How many moments pass at most in one operation: a sink that always fails is tried for long. */
  private static final int MOST_MOMENTS = 200;

  private record Event(Instant at, boolean mayBeEarlier, Runnable tellTheModel) {}

  final VirtualTime time;
  final Model model;
  final AsyncJobManager manager;
  final Map<Integer, ModelRun> runs = new HashMap<>();
  final Map<String, ModelRun> byRunId = new HashMap<>();
  final ScriptSinks sinks = new ScriptSinks(this);
  private final Deque<Event> events = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private final Comparison comparison;
  private boolean closed;
  private String callAfterClose;

  World(Script script) {
    time = VirtualTime.seeded(script.order());
    model = new Model(script.setup(), time.now());
    manager = script.setup().build(time, sinks.get(ModelSinks.CATCH_ALL));
    comparison = new Comparison(manager, model);
    manager.addListener(new Hearing());
  }

  // ---- what threads tell

  /** Something has happened that the model has to know. */
  void happened(Runnable tellTheModel) {
    if (closed) {
      return;
    }
    events.add(new Event(time.now(), false, tellTheModel));
  }

  /** The run that a snapshot or a delivery is about. */
  ModelRun runOf(Job job) {
    ModelRun run = byRunId.get(job.runId());
    Disagreement.unless(run != null, "nobody has registered " + job);
    return run;
  }

  /** {@code close} has returned: from now on there is nothing to compare, but for F15. */
  void closed() {
    closed = true;
  }

  /** A sink is being called. */
  void called(ModelCall call) {
    if (closed) {
      callAfterClose = call + " begins after the manager was closed";
    } else {
      happened(() -> model.mail.sinks.called(call));
    }
  }

  void checkNoCallAfterClose() {
    Disagreement.unless(callAfterClose == null, callAfterClose);
  }

  boolean isClosed() {
    return closed;
  }

  private final class Hearing implements JobListener {
    @Override
    public void onRegistered(Job job) {
      hear("registered", job);
    }

    @Override
    public void onStarted(Job job) {
      hear("started", job);
    }

    @Override
    public void onEnded(Job job) {
      hear("ended", job);
    }

    @Override
    public void onSettled(Job job) {
      hear("settled", job);
    }

    @Override
    public void onDelivered(Delivery delivery) {
      hear("delivered", delivery.job());
    }

    @Override
    public void onDeadLetter(Delivery delivery) {
      hear("dead", delivery.job());
    }

    @Override
    public void onEvicted(Job job) {
      Instant at = time.now();
      hear("evicted", job);
      if (!closed) {
        events.add(new Event(at, true, () -> model.evicted(runOf(job), at)));
      }
    }

    private void hear(String what, Job job) {
      heard.add(what + " " + byRunId.get(job.runId()));
    }
  }

  // ---- time

  /** Lets all threads run until they wait, and compares. */
  void quiet() {
    time.runReady();
    catchUp();
  }

  /** Lets time pass from one moment at which something is to happen to the next. */
  void pass(Duration duration) {
    Instant target = model.now.plus(duration);
    for (int i = 0; i < MOST_MOMENTS && model.now.isBefore(target) && !closed; i++) {
      Instant next =
          model
              .clock
              .moments()
              .filter(moment -> moment.isAfter(model.now) && moment.isBefore(target))
              .min(Instant::compareTo)
              .orElse(target);
      time.advance(Duration.between(model.now, next));
      model.now = next;
      model.clock.timePassed();
      catchUp();
    }
  }

  private void catchUp() {
    model.settleWhatNeverBegan();
    for (Event event = events.poll(); event != null; event = events.poll()) {
      boolean inTime = event.at.equals(model.now) || event.mayBeEarlier;
      if (!inTime) {
        throw new Disagreement("something happens at " + event.at + ", unforeseen by the model");
      }
      event.tellTheModel.run();
    }
    if (closed) {
      return;
    }
    model.checkAtRest();
    comparison.compare();
    compareEvents();
  }

  private void compareEvents() {
    Collections.sort(heard);
    Collections.sort(model.told);
    Disagreement.unlessSame("what listeners hear", model.told, heard);
    heard.clear();
    model.told.clear();
  }
}
