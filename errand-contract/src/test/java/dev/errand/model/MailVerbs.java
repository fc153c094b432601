package dev.errand.model;

import static dev.errand.model.Disagreement.unlessSame;

import dev.errand.Delivery;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.ManagerClosedException;
import dev.errand.Subscription;
import dev.errand.TakenDeliveries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verbs of section F, done to the manager and to the model. */
final class MailVerbs {
  private record Opened(String owner, Subscription subscription) {}

  private record Reader(TakenDeliveries real, ModelReader model) {}

  private record Held(Hold real, ModelRun run) {}

  private final World world;
  private final JobVerbs jobs;
  private final ModelMail mail;
  private final Map<Integer, Opened> sinks = new HashMap<>();
  private final Map<Integer, Reader> readers = new HashMap<>();
  private final Map<Integer, Held> holds = new HashMap<>();

  MailVerbs(World world, JobVerbs jobs) {
    this.world = world;
    this.jobs = jobs;
    this.mail = world.model.mail;
  }

  // ---- sinks

  void open(Op.OpenSink op) {
    ScriptSinks.ScriptSink sink = world.sinks.get(op.sink());
    sink.behave(op.manner());
    if (isRefused(() -> world.manager.registerDeliverySink(op.owner(), sink))) {
      return;
    }
    mail.sinks.open(op.sink(), op.owner(), op.batch());
    Subscription subscription =
        op.batch()
            ? world.manager.registerBatchDeliverySink(op.owner(), sink)
            : world.manager.registerDeliverySink(op.owner(), sink);
    sinks.put(op.sink(), new Opened(op.owner(), subscription));
  }

  /** Not during close: how long that goes on to wait for the calls of such a sink is left open. */
  void close(Op.CloseSink op) {
    Opened opened = sinks.get(op.sink());
    if (opened != null && !world.model.refusesWork) {
      mail.sinks.close(op.sink(), opened.owner());
      opened.subscription().close();
    }
  }

  void redeliver(Op.Redeliver op) {
    ModelRun run = world.runs.get(op.job());
    boolean expected =
        run != null && !run.forgotten && op.filter().matches(run.owner()) && mail.redeliver(run);
    String deliveryId = run == null ? "d-nobody-1" : " d-" + run.runId;
    unlessSame("redelivered", expected, world.manager.redeliver(deliveryId, op.filter()));
  }

  // ---- readers

  void take(Op.Take op) {
    TakenDeliveries taken = world.manager.takeDeliveries(op.owner(), op.max());
    ModelReader reader = mail.take(op.reader(), op.owner(), op.max());
    unlessSame(
        "what is taken",
        reader.open,
        taken.deliveries().stream().map(one -> world.runOf(one.job())).toList());
    for (int i = 0; i < reader.open.size(); i++) {
      Delivery delivery = taken.deliveries().get(i);
      Snapshots.checkEnvelope(reader.open.get(i), delivery, world.model.now);
    }
    readers.put(op.reader(), new Reader(taken, reader));
  }

  void confirm(Op.Confirm op) {
    Reader reader = readers.get(op.reader());
    ModelRun run = world.runs.get(op.job());
    if (reader != null && run != null) {
      boolean expected = reader.model().open.remove(run) && mail.succeeded(run);
      unlessSame("confirmed", expected, reader.real().confirm("d-" + run.runId));
    }
  }

  void confirmAll(Op.ConfirmAll op) {
    Reader reader = readers.get(op.reader());
    if (reader != null) {
      int expected = (int) reader.model().open.stream().filter(mail::succeeded).count();
      reader.model().open.clear();
      unlessSame("confirmed", expected, reader.real().confirmAll());
    }
  }

  void release(Op.Release op) {
    Reader reader = readers.get(op.reader());
    ModelRun run = world.runs.get(op.job());
    if (reader != null && run != null) {
      boolean expected = reader.model().open.remove(run) && mail.giveBack(run, reader.model());
      unlessSame("released", expected, reader.real().release("d-" + run.runId));
    }
  }

  void close(Op.CloseReader op) {
    Reader reader = readers.get(op.reader());
    if (reader != null) {
      reader.model().open.forEach(run -> mail.giveBack(run, reader.model()));
      reader.model().open.clear();
      reader.real().close();
    }
  }

  // ---- holds and acknowledgements

  void hold(Op.Hold op) {
    if (isRefused(() -> world.manager.hold(jobs.id(op.job()), op.filter()))) {
      return;
    }
    Optional<ModelRun> run = world.model.find(jobs.id(op.job()), op.filter());
    Optional<Hold> hold = world.manager.hold(jobs.id(op.job()), op.filter());
    unlessSame("held", run.map(known -> known.id), hold.map(Hold::jobId));
    if (run.isPresent()) {
      mail.hold(run.get(), "hold " + op.hold());
      holds.put(op.hold(), new Held(hold.orElseThrow(), run.get()));
    }
  }

  void close(Op.CloseHold op) {
    Held held = holds.get(op.hold());
    if (held != null) {
      held.real().close();
      if (!held.run().forgotten) {
        boolean unused = mail.release(held.run(), "hold " + op.hold());
      }
    }
  }

  void watch(Op.Watch op) {
    if (isRefused(() -> world.manager.watchJobs(jobs.ids(op.jobs()), op.filter()))) {
      return;
    }
    List<ModelRun> known = jobs.find(op.jobs(), op.filter());
    known.forEach(run -> mail.hold(run, watcher(op.filter())));
    int watched = world.manager.watchJobs(jobs.ids(op.jobs()), op.filter());
    unlessSame("watched", known.size(), watched);
  }

  /** One watch of the filter goes, or else the hold of the registration. */
  void unwatch(Op.Unwatch op) {
    long expected =
        jobs.find(op.jobs(), op.filter()).stream()
            .filter(run ->
                mail.release(run, watcher(op.filter()))
                    || mail.release(run, ModelMail.REGISTRATION))
            .count();
    int unwatched = world.manager.unwatchJobs(jobs.ids(op.jobs()), op.filter());
    unlessSame("unwatched", (int) expected, unwatched);
  }

  /** A manager that is being closed takes nothing on any more. */
  private boolean isRefused(Runnable call) {
    if (!world.model.refusesWork) {
      return false;
    }
    try {
      call.run();
    } catch (ManagerClosedException closed) {
      return true;
    }
    throw new Disagreement("a closed manager takes something on");
  }

  private static String watcher(JobFilter filter) {
    return "watch of " + filter;
  }

  void acknowledge(Op.Acknowledge op) {
    long expected = jobs.find(op.jobs(), op.filter()).stream().filter(mail::acknowledge).count();
    int dropped = world.manager.acknowledgeDeliveries(jobs.ids(op.jobs()), op.filter());
    unlessSame("acknowledged", (int) expected, dropped);
  }

  void resume(Op.Resume op) {
    long expected = jobs.find(op.jobs(), op.filter()).stream().filter(mail::resume).count();
    int resumed = world.manager.resumeDeliveries(jobs.ids(op.jobs()), op.filter());
    unlessSame("resumed", (int) expected, resumed);
  }
}
