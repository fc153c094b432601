package dev.errand.daemon.jobs;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Delivery;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.TakenDeliveries;
import dev.errand.mcp.JobTools;
import dev.errand.shell.Command;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.text.Labels;
import dev.errand.shell.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be done with the jobs of a daemon. Each verb has a {@link Caller}, for whom a foreign
 * job looks like none. Thread-safe; verbs that wait block their thread, which is best a virtual
 * one.
 */
public final class Errands {
  private final ShellJobs shell;
  private final AsyncJobManager manager;
  private final Lookup lookup;
  private final HookRoutes hooks;
  private final Bell bell;

  /** The jobs of this manager; mail that has a hook goes to the sinks of {@code hooks}. */
  public Errands(ShellJobs shell, HookRoutes hooks) {
    this.shell = shell;
    this.manager = shell.manager();
    this.lookup = new Lookup(manager);
    this.hooks = hooks;
    this.bell = new Bell();
    var _ = manager.addListener(bell);
    hooks.routeAll(shell);
  }

  /** The tools for agents, whose jobs can be run again like all others. */
  public JobTools tools() {
    return JobTools.of(shell, this::startForAgent, Addresses::ownerOf);
  }

  private String startForAgent(String type, String label, Command command, JobOptions options) {
    Note note = Note.of(options.timeout(), options.priority());
    return shell.start(type, label, command.note(note.text()), options);
  }

  /** Rings when anything has happened to a job. */
  public Bell bell() {
    return bell;
  }

  /**
   * Starts a job, or finds the one that was started with the same key.
   *
   * @throws IllegalArgumentException if something is wrong with the request
   * @throws dev.errand.JobLimitReachedException if no slot is free and it is not to wait
   * @throws dev.errand.QueueFullException if too many wait
   */
  public Job start(StartRequest request, Caller caller) {
    JobOptions.Builder options =
        JobOptions.builder()
            .owner(hooks.address(manager, caller.owner(), request.hook()))
            .admission(request.queue() ? Admission.QUEUE : Admission.REJECT)
            .priority(request.priority());
    request.id().ifPresent(options::id);
    request.timeout().ifPresent(options::timeout);
    request.key().ifPresent(options::idempotencyKey);
    if (request.hold()) {
      options.hold();
    }
    String id =
        shell.start(
            request.type().orElse("bash"),
            Redaction.text(request.label().orElseGet(() -> Labels.of(request.argv()))),
            command(request),
            options.build());
    return manager.job(id).orElseThrow(() -> new NoSuchElementException("gone already: " + id));
  }

  private static Command command(StartRequest request) {
    Command command =
        Command.of(request.argv())
            .directory(Path.of(request.directory()))
            .environment(request.environment())
            .note(Note.of(request).text());
    if (request.stdin()) {
      command = command.withStdin();
    }
    if (request.idleTimeout().isPresent()) {
      command = command.idleTimeout(request.idleTimeout().get());
    }
    return request.quota().isPresent() ? command.quota(request.quota().get()) : command;
  }

  /**
   * Starts the command of a job once more, as another job.
   *
   * @param environment of the new one: that of the old one was kept nowhere
   */
  public Job rerun(Job job, Map<String, String> environment, Optional<String> key) {
    Command command =
        shell
            .command(job)
            .orElseThrow(() -> new IllegalArgumentException("job " + job.id() + " is no command"));
    Note note = Note.parse(command.note());
    StartRequest again =
        new StartRequest(
            command.argv(),
            command.directory().toString(),
            environment,
            command.stdin(),
            command.idleTimeout(),
            Optional.of(command.quota()),
            Optional.of(job.id()),
            Optional.of(job.type()),
            Optional.of(job.label()),
            note.timeout(),
            true,
            note.priority(),
            key,
            false,
            note.hook());
    return start(again, Caller.of(Addresses.ownerOf(job)));
  }

  /**
   * The job that is meant: its id, the beginning of the id or of the run id, or {@code @last}.
   *
   * @throws UnknownJobException if there is none, or there are more than one
   */
  public Job resolve(String typed, Caller caller) {
    return lookup.resolve(typed, caller);
  }

  /** The newest run of exactly this id. */
  public Optional<Job> job(String id, Caller caller) {
    return manager.job(id).filter(caller::sees);
  }

  /** What this job looks like now; of a run that is forgotten, as it was. */
  public Job now(Job job) {
    return manager.job(job.id()).filter(it -> it.runId().equals(job.runId())).orElse(job);
  }

  /** The jobs that are asked for, in the order of their registration. */
  public List<Job> list(ListQuery query, Caller caller) {
    List<Job> all =
        manager.allJobs(JobFilter.all()).stream()
            .filter(job -> matches(job, query, caller))
            .toList();
    if (query.all()) {
      return all;
    }
    Set<String> recent =
        all.stream()
            .filter(job -> job.endedAt().isPresent())
            .sorted(Comparator.comparing((Job job) -> job.endedAt().orElseThrow()).reversed())
            .limit(ListQuery.RECENT)
            .map(Job::runId)
            .collect(Collectors.toSet());
    return all.stream()
        .filter(job -> job.endedAt().isEmpty() || recent.contains(job.runId()))
        .toList();
  }

  private static boolean matches(Job job, ListQuery query, Caller caller) {
    return caller.sees(job)
        && query.type().map(job.type()::equals).orElse(true)
        && (query.statuses().isEmpty() || query.statuses().contains(job.status()));
  }

  /** The job for JSON. */
  public JobView view(Job job) {
    return JobView.of(
        job,
        shell
            .command(job)
            .map(it ->
                new CommandView(
                    Redaction.words(it.argv()),
                    it.directory().toString(),
                    shell.pid(job),
                    shell.placeOf(job))));
  }

  /** Where the process and all of the output of this job are, if not here. */
  public Optional<String> elsewhere(Job job) {
    return shell.elsewhere(job);
  }

  /**
   * What the job has printed; see {@link ShellJobs#log(Job)}.
   *
   * @throws dev.errand.shell.ElsewhereException if it is not here, nor a copy of it
   */
  public JobLog log(Job job) {
    return shell.log(job);
  }

  /** Whose job it is. */
  public String ownerOf(Job job) {
    return Addresses.ownerOf(job);
  }

  /**
   * Cancels a job; whether this call did.
   *
   * @param grace how long its processes have between TERM and KILL, if not as usual
   */
  public boolean cancel(Job job, Caller caller, Optional<Duration> grace) {
    grace.ifPresent(span -> shell.killGrace(job, span));
    return manager.cancel(job.id(), caller.cancelling(job), JobFilter.all());
  }

  /** Writes to the stdin of a command; see {@link ShellJobs#send(String, String)}. */
  public void send(Job job, String text) throws IOException, InterruptedException {
    shell.send(job.id(), text);
  }

  /** Ends the stdin of a command. */
  public void closeStdin(Job job) throws InterruptedException {
    shell.closeStdin(job.id());
  }

  /** Sends a signal to a command; see {@link ShellJobs#signal(String, String)}. */
  public boolean signal(Job job, String signal) throws InterruptedException {
    return shell.signal(job.id(), signal);
  }

  /** Forgets ended jobs that the caller sees, with their output, and answers how many. */
  public int prune(Caller caller) {
    if (!caller.scoped()) {
      return manager.evict(JobFilter.all());
    }
    return hooks.addresses(manager, caller.owner()).stream()
        .mapToInt(address -> manager.evict(JobFilter.owner(address)))
        .sum();
  }

  /** Waits; what comes back must be consumed or closed. */
  public Awaited await(Collection<String> ids, AwaitMode mode, Duration atMost)
      throws InterruptedException {
    return manager.awaitJobs(ids, mode, atMost, JobFilter.all());
  }

  /** The owner of these jobs has their results, as far as they are the caller's own. */
  public void consumed(Collection<Job> jobs, Caller caller) {
    List<String> own =
        jobs.stream()
            .filter(caller::owns)
            .filter(job -> !Addresses.isHooked(job))
            .map(Job::id)
            .toList();
    var _ = manager.acknowledgeDeliveries(own);
  }

  /** Gives up the hold that came with {@link StartRequest#hold}. */
  public void release(Job job) {
    var _ = manager.unwatchJobs(List.of(job.id()));
  }

  /** Leases mail of the caller's for 60 s. */
  public TakenDeliveries take(Caller caller, int most) {
    return manager.takeDeliveries(caller.owner(), most);
  }

  /** The mail that waits for the caller, without taking it. */
  public List<Job> waiting(Caller caller) {
    return manager.allJobs(JobFilter.owner(caller.owner())).stream()
        .filter(job ->
            job.delivery().status() == DeliveryStatus.WAITING
                || job.delivery().status() == DeliveryStatus.IN_FLIGHT)
        .filter(job -> job.status().isFinal())
        .toList();
  }

  /** Mail that was given up, of the owners that the caller sees. */
  public List<Delivery> dead(Caller caller) {
    return manager.deadLetters(JobFilter.all()).stream()
        .filter(it -> caller.sees(it.job()))
        .toList();
  }

  /** Sends mail once more that was given up; whether there was such. */
  public boolean redeliver(Delivery delivery) {
    return manager.redeliver(delivery.deliveryId());
  }

  /** The mail for JSON. */
  public MailView view(Delivery delivery) {
    return MailView.of(delivery, view(delivery.job()));
  }

  /** What is under way. */
  public DeliveryState deliveryState() {
    return manager.deliveryState();
  }

  /** How many jobs are there of each status. */
  public Map<JobStatus, Long> counts() {
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      counts.put(status, 0L);
    }
    manager.allJobs(JobFilter.all()).forEach(job -> counts.merge(job.status(), 1L, Long::sum));
    return counts;
  }
}
