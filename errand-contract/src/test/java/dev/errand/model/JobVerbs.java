package dev.errand.model;

import static dev.errand.model.Disagreement.unlessSame;

import dev.errand.Job;
import dev.errand.JobFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verbs of sections A, D and H, done to the manager and to the model. */
final class JobVerbs {
  private final World world;
  private final Map<Integer, ScriptBody> bodies = new HashMap<>();
  private final Map<Integer, String> ids = new HashMap<>();

  JobVerbs(World world) {
    this.world = world;
  }

  /** The id that a job got, or one that nobody has. */
  String id(int job) {
    return ids.getOrDefault(job, "never-" + job);
  }

  /** Ids as careless callers give them (E2). */
  List<String> ids(List<Integer> jobs) {
    List<String> careless = new ArrayList<>();
    for (int job : jobs) {
      careless.add((job % 2 == 0 ? " " : "") + id(job));
      careless.add(job % 3 == 0 ? id(job) : " ");
    }
    return careless;
  }

  /** The runs that these jobs' ids name now, each once. */
  List<ModelRun> find(List<Integer> jobs, JobFilter filter) {
    return jobs.stream()
        .map(this::id)
        .distinct()
        .flatMap(id -> world.model.find(id, filter).stream())
        .toList();
  }

  void register(Op.Register op) {
    Optional<String> expected = world.model.refusal(op.want());
    Optional<ModelRun> known = world.model.known(op.want());
    ScriptBody body = new ScriptBody(world, op.job(), op.want());
    String id;
    try {
      id = world.manager.register("task", "job " + op.job(), body, op.want().options());
    } catch (RuntimeException refused) {
      unlessSame("the refusal", expected.orElse("none"), refused.getClass().getSimpleName());
      return;
    }
    unlessSame("the refusal", expected, Optional.empty());
    ids.put(op.job(), id);
    if (known.isPresent()) {
      unlessSame("the id of a known key", known.get().id, id);
      if (op.want().hold()) {
        world.model.mail.hold(known.get(), ModelMail.REGISTRATION);
      }
    } else {
      registered(world.model.register(op.job(), op.want()), id, body);
    }
  }

  private void registered(ModelRun run, String id, ScriptBody body) {
    unlessSame("the id", run.id, id);
    Job job = world.manager.job(id).orElseThrow(() -> new Disagreement(run + " is not there"));
    run.runId = job.runId();
    world.runs.put(run.number, run);
    ModelRun twin = world.byRunId.put(run.runId, run);
    Disagreement.unless(twin == null, run + " has the run id of " + twin);
    bodies.put(run.number, body);
    Snapshots.check(run, job, world.model.now);
  }

  void endBody(Op.EndBody op) {
    ScriptBody body = bodies.get(op.job());
    if (body != null) {
      body.end(op.returns());
    }
  }

  void endAllBodies() {
    bodies.values().forEach(body -> body.end(true));
  }

  void cancel(Op.Cancel op) {
    boolean expected = world.model.cancel(id(op.job()), op.by(), op.filter());
    boolean cancelled = world.manager.cancel(id(op.job()), op.by(), op.filter());
    unlessSame("cancelled", expected, cancelled);
  }

  void cancelAll(Op.CancelAll op) {
    int expected = world.model.cancelAll(op.by(), op.filter());
    unlessSame("cancelled", expected, world.manager.cancelAll(op.by(), op.filter()));
  }

  void setMaxRunning(Op.SetMaxRunning op) {
    world.model.slots.maxRunning = op.most();
    world.manager.setMaxRunningJobs(op.most());
    unlessSame("the limit", op.most(), world.manager.maxRunningJobs());
  }

  void evict(Op.Evict op) {
    unlessSame("evicted", world.model.evict(op.filter()), world.manager.evict(op.filter()));
  }
}
