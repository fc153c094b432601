package dev.errand.internal.table;

import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs and their mail in memory: applies steps and answers questions. To be used by one thread at a
 * time; its store sees to that.
 */
public final class Engine {
  private final RunTable table;
  private final StepApplier steps;
  private final Following following;
  private final boolean isArchived;
  private Counters counted = Counters.NONE;

  /** An empty one that keeps everything in memory. */
  public Engine() {
    this(null);
  }

  private Engine(@Nullable Archive archive) {
    table = new RunTable(archive);
    steps = new StepApplier(table);
    following = new Following(table);
    isArchived = archive != null;
  }

  /** An empty one that keeps its runs in an archive; {@link #load} brings in what is there. */
  public static Engine on(Archive archive) {
    return new Engine(archive);
  }

  // ---- with an archive

  /**
   * How far a store has counted; none of these is ever given out again.
   *
   * @param nextId the number of the next automatic id
   * @param nextSequence the next place in the order of registration
   * @param ends how many runs have ended
   * @param lastLease the lease given out last
   */
  public record Counters(long nextId, long nextSequence, long ends, long lastLease) {
    /** Those of an empty store. */
    public static final Counters NONE = new Counters(1, 1, 0, 0);
  }

  /** How far it has counted. */
  public Counters counters() {
    return new Counters(
        table.ids.next(), steps.nextSequence(), table.index.ends(), table.mail.lastLease());
  }

  /**
   * Brings in what an archive holds from a process that has died: what that had under way is due
   * again, and written down as such.
   *
   * @param runs all that are not kept, in order of registration; dead letters last, in the order in
   *     which they died
   * @param preferredNumbers numbers of ids that look automatic and were asked for
   */
  public void load(
      Counters counters,
      List<Saved> runs,
      Collection<Long> preferredNumbers,
      Instant now,
      long nanoTime) {
    count(counters);
    preferredNumbers.forEach(table::isPreferredInArchive);
    new Loading(table).load(runs, now, nanoTime);
  }

  /** What the steps since the last commit have written is there for good. */
  public void committed() {
    table.undo.committed();
    counted = counters();
  }

  /** How many changes of runs have been written since the last commit. */
  public int uncommitted() {
    return table.undo.size();
  }

  /**
   * Nothing of what was written since the last commit is there: undoes the steps that wrote it.
   * What lives as long as the process stays as it is: who has a sink, and whose bodies are gone.
   */
  public void undoUncommitted() {
    table.undoAll();
    count(counted);
  }

  private void count(Counters counters) {
    table.ids.next(counters.nextId());
    steps.nextSequence(counters.nextSequence());
    table.index.ends(counters.ends());
    table.mail.lastLease(counters.lastLease());
  }

  // ---- with an archive that others write to as well

  /** An empty one begins; {@link #follow(Saved)} brings in what is there. */
  public void begin(Instant now, long nanoTime) {
    table.opensAt(now, nanoTime);
  }

  /** So far have the others counted. */
  public void follow(Counters counters, long routeTokens, long nanoTime) {
    table.begin(nanoTime);
    count(counters);
    counted = counters;
    table.mail.routes.tokens(routeTokens);
  }

  /** Tokens of routes up to this one have been given out. */
  public long routeTokens() {
    return table.mail.routes.tokens();
  }

  /** Others have changed this run; how it stood here, if it was here. */
  public @Nullable Run follow(Saved now) {
    return following.follow(now);
  }

  /** Others have forgotten this run; how it stood here, if it was here. */
  public @Nullable Run forget(long sequence, String id) {
    return following.forget(sequence, id);
  }

  /** The ids of the runs that are here, by their places in the order of registration. */
  public Map<Long, String> here() {
    return following.here();
  }

  /** The archive has runs whose preferred ids are the automatic ones of these numbers. */
  public void follow(Collection<Long> preferredNumbers) {
    preferredNumbers.forEach(table::isPreferredInArchive);
  }

  /** Others say who has the sink of these; null: nobody. */
  public void follow(JobFilter audience, Archive.@Nullable Route route) {
    table.mail.routes.set(
        audience,
        route == null
            ? null
            : new Routes.Route(new Worker(route.worker(), Set.of()), route.token()));
    steps.reroute(audience);
  }

  /** Whether anybody has the sink of exactly these who is not known to be dead. */
  public boolean isOpen(JobFilter audience) {
    Routes.Route route = table.mail.routes.opened(audience);
    return route != null && !table.graves.all().contains(route.worker().id());
  }

  /** This process has the sinks of these, and opens them again when nobody has the mail. */
  public void sinksHere(Predicate<JobFilter> audiences) {
    table.mail.routes.here(audiences);
  }

  /** Exactly these have sinks. */
  public void reload(Map<JobFilter, Archive.Route> routes) {
    for (JobFilter audience : table.mail.routes.audiences()) {
      if (!routes.containsKey(audience)) {
        table.mail.routes.set(audience, null);
      }
    }
    routes.forEach((audience, route) ->
        table.mail.routes.set(
            audience, new Routes.Route(new Worker(route.worker(), Set.of()), route.token())));
    steps.reroute(JobFilter.all());
  }

  // ---- steps and reads

  /**
   * The outcome of the step. What it has brought about beside that is in {@link #effects}. With an
   * archive, a step that throws has changed nothing here; what it wrote is to be taken back.
   */
  @SuppressWarnings("unchecked") // each step is answered with an outcome of the step's own type
  public <O> O apply(Step<O> step, Instant now, long nanoTime) {
    Counters before = isArchived ? counters() : Counters.NONE;
    try {
      return (O) steps.apply(step, now, nanoTime);
    } catch (Throwable failure) {
      if (isArchived) {
        table.abort();
        count(before);
      }
      throw failure;
    }
  }

  /** What the last step has brought about beside its outcome; null if nothing. */
  public @Nullable Effects effects() {
    return steps.effects();
  }

  /**
   * This worker is dead: the next {@link Step.Recover} looks after what it has left behind. A store
   * that outlives its workers says so when it has loaded what they left.
   */
  public void died(String worker) {
    table.graves.add(worker);
  }

  /**
   * This worker is dead, and was on another machine: until this moment, somebody there may go on
   * with the processes that it has left (contract K2).
   */
  public void diedElsewhere(String worker, Instant lostAt) {
    table.graves.addElsewhere(worker, table.storeTime().nanoTimeOf(lostAt));
  }

  /** Whatever was said before; who is dead is said anew. */
  public void nobodyIsDead() {
    table.graves.clear();
  }

  /** The workers that have anything: a run, a hold, a delivery, a sink. */
  public Set<String> workers() {
    return following.workers();
  }

  /** See {@link dev.errand.spi.JobStore#find}. */
  public Optional<Run> find(String id, JobFilter filter) {
    return Optional.ofNullable(table.visible(id, filter)).map(row -> row.run);
  }

  /** See {@link dev.errand.spi.JobStore#running}. */
  public List<Run> running(JobFilter filter) {
    return table.reads.running(filter);
  }

  /** See {@link dev.errand.spi.JobStore#recent}. */
  public List<Run> recent(int limit, JobFilter filter) {
    return table.reads.recent(limit, filter);
  }

  /** See {@link dev.errand.spi.JobStore#unsettled}. */
  public List<Run> unsettled(JobFilter filter) {
    return table.reads.unsettled(filter);
  }

  /** See {@link dev.errand.spi.JobStore#all}. */
  public List<Run> all(JobFilter filter) {
    return table.reads.all(filter);
  }

  /** See {@link dev.errand.spi.JobStore#unfinished}. */
  public int unfinished(JobFilter filter) {
    return table.reads.unfinished(filter);
  }

  /** See {@link dev.errand.spi.JobStore#mail}. */
  public MailStep.Counts mail(JobFilter filter, Instant now, long nanoTime) {
    return table.reads.counts(filter, now, nanoTime);
  }

  /** See {@link dev.errand.spi.JobStore#undelivered}. */
  public List<Run> undelivered(JobFilter filter) {
    return table.reads.underWay(filter, row -> true);
  }

  /** See {@link dev.errand.spi.JobStore#queuedMail}. */
  public List<Run> queuedMail(JobFilter filter) {
    return table.reads.underWay(filter, row -> row.book.mail.isQueued(row.run.mail()));
  }

  /** See {@link dev.errand.spi.JobStore#deadLetters}. */
  public List<Run> deadLetters(JobFilter filter) {
    return table.mail.dead.of(filter).stream().map(row -> row.run).toList();
  }
}
