package dev.errand.shell;

import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal.Reason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobContext;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.StoreException;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogCopier;
import dev.errand.shell.log.LogKeeper;
import dev.errand.shell.process.ProcessHost;
import dev.errand.shell.process.RunningProcess;
import dev.errand.spi.RunOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Commands as jobs of an {@link AsyncJobManager}. Thread-safe. Linux only.
 *
 * <pre>{@code
 * try (ShellJobs shell = ShellJobs.builder(Path.of("jobs"))
 *     .open(AsyncJobManager.builder().store(SqlJobStore.sqlite(Path.of("jobs.db"))))) {
 *   String id = shell.start(Command.of("mvn", "verify"));
 *   shell.log(id).orElseThrow().lastLines(20, 64 * 1024);
 * }
 * }</pre>
 *
 * <p>The process of a command belongs to a supervisor of its own and not to this JVM. With a
 * durable store it goes on when this JVM is killed; the next one that opens the same folder and
 * store goes on with the run, or reads how it ended meanwhile (contract J2, {@link
 * Recovery#ADOPT}). A command is started once, whatever happens.
 *
 * <p>A job ends when its command does, and everything that it left running is ended with it; it has
 * settled when nobody of them is left. Its end says the truth: exit code, or signal, or why we
 * ended it (contract C2).
 *
 * <p>The folder has the output of each run, kept as long as the manager keeps the run, and as the
 * total budget allows. It is for one JVM at a time.
 *
 * <p>Where machines share a store, each has a {@linkplain Builder#place place}: a command runs
 * where it was started, since its directory, its environment and its log are there. From elsewhere
 * it can be seen, waited for and cancelled, and its output read if the store keeps copies of it.
 */
public final class ShellJobs implements AutoCloseable {
  /**
   * The name of the handler that runs commands; behind it stands {@code @} and the place, if any.
   */
  public static final String HANDLER = "dev.errand.shell";

  /** What the text of an end begins with when the command never began. */
  public static final String CANNOT_START = "cannot be started: ";

  /** What the first line of an end has in it when processes withstood their end. */
  public static final String SURVIVORS =
      " of its processes are still there although they were killed: ";

  private static final String TYPE = "bash";

  /** Between the start of a run and that of its process. */
  private static final long STARTS_WITHIN = Duration.ofSeconds(5).toNanos();

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final AsyncJobManager manager;
  private final Place place;
  private final ProcessHost host;
  private final LogKeeper keeper;
  private final Environments environments;
  private final Path root;
  private final int resultCharacters;
  private final Housekeeping housekeeping;

  /** Where what runs print is copied to and read on other machines; empty if nowhere. */
  private final Optional<RunOutput> output;

  private final Optional<LogCopier> copier;

  /** The runs whose bodies are here. */
  private final Set<String> live = ConcurrentHashMap.newKeySet();

  /** What was said about the end of a run after its start. */
  private final Map<String, Duration> graces = new ConcurrentHashMap<>();

  private ShellJobs(Builder how, AsyncJobManager.Builder managerBuilder) {
    this.root = how.root;
    this.place = how.place;
    this.resultCharacters = how.resultCharacters;
    this.host = ProcessHost.in(root);
    this.environments = new Environments(root);
    this.keeper = LogKeeper.startOver(root);
    // All of it before the manager: what that adopts may end before it is built.
    this.housekeeping =
        new Housekeeping(host, environments, root.resolve("runs"), how.totalBudget, live);
    this.output = managerBuilder.output();
    this.copier =
        output.map(store -> LogCopier.start(store, root.resolve("runs"), place.handler()));
    try {
      this.manager = managerBuilder.handler(place.handler(), this::run, Recovery.ADOPT).build();
    } catch (RuntimeException failed) {
      copier.ifPresent(LogCopier::close);
      housekeeping.close();
      keeper.close();
      host.close();
      throw failed;
    }
    manager.addListener(
        new JobListener() {
          @Override
          public void onSettled(Job job) {
            housekeeping.settled(job);
          }

          @Override
          public void onEvicted(Job job) {
            housekeeping.forget(job.runId());
          }
        });
    housekeeping.start(manager);
  }

  /** Commands whose files are in this folder; it is made if it is not there. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** The manager whose jobs these are: to look, wait, cancel, and take deliveries. */
  public AsyncJobManager manager() {
    return manager;
  }

  /** {@link #start(Command, JobOptions)} with {@link JobOptions#DEFAULT}. */
  public String start(Command command) {
    return start(command, JobOptions.DEFAULT);
  }

  /** Registers a job of the type {@code bash}, labelled with the words of the command. */
  public String start(Command command, JobOptions options) {
    Objects.requireNonNull(command, "command");
    return start(TYPE, command.words(), command, options);
  }

  /**
   * Registers a job that runs this command; answers its id. That the program is not there, or
   * cannot be started, is the end of the job and no exception.
   *
   * @throws IllegalArgumentException if no process can be given this command: it is too long, or
   *     has null characters
   * @throws dev.errand.JobLimitReachedException as {@link AsyncJobManager#register}, whose other
   *     exceptions come from here as well
   */
  public String start(String type, String label, Command command, JobOptions options) {
    Objects.requireNonNull(command, "command");
    CommandCheck.check(command);
    String environment = environments.keep(command.environment());
    try {
      return manager.register(
          type,
          label,
          HandlerCall.of(place.handler(), new CommandText(command, environment).payload()),
          options);
    } catch (StoreException failed) {
      if (!failed.outcomeUnknown()) {
        environments.forget(environment);
      }
      throw failed;
    } catch (RuntimeException refused) {
      environments.forget(environment);
      throw refused;
    }
  }

  private JobResult run(String payload, JobContext context) throws Exception {
    RunOutput.Key run = new RunOutput.Key(context.jobId(), context.runId());
    live.add(context.runId());
    copier.ifPresent(it -> it.begin(run));
    try {
      return new CommandRun(
              host,
              keeper,
              environments,
              log(context.runId(), () -> !live.contains(context.runId())),
              resultCharacters,
              grace -> graces.getOrDefault(context.runId(), grace),
              payload,
              context)
          .run();
    } finally {
      live.remove(context.runId());
      graces.remove(context.runId());
      boolean handedOver = context.cancellation().reason().filter(Reason::handsOver).isPresent();
      copier.ifPresent(handedOver ? it -> it.leave(run) : it -> it.end(run));
      housekeeping.runIsOver();
    }
  }

  private JobLog log(String runId, BooleanSupplier ended) {
    return new JobLog(root.resolve("runs").resolve(runId), ended);
  }

  /**
   * The command of this job, without its environment, which is kept nowhere; empty if the job is no
   * command of ours.
   */
  public Optional<Command> command(Job job) {
    return job.call()
        .filter(call -> Place.of(call).isPresent())
        .map(call -> CommandText.parse(call.payload()).command());
  }

  /**
   * Where this command runs, if not here: the {@linkplain Builder#place place} of another machine,
   * which has its process and all of its output.
   */
  public Optional<String> elsewhere(Job job) {
    return job.call().flatMap(Place::of).filter(other -> !other.equals(place)).map(Place::name);
  }

  /** The place of this command; empty if there is only one. */
  public Optional<String> placeOf(Job job) {
    return job.call().flatMap(Place::of).map(Place::name).filter(name -> !name.isEmpty());
  }

  private void checkHere(Job job, String what) {
    Optional<String> other = elsewhere(job);
    if (other.isPresent()) {
      throw new ElsewhereException(job.id(), other.get(), what);
    }
  }

  /** The number of the process of this command; empty if it is not running here. */
  public Optional<Long> pid(Job job) {
    return Optional.of(job.runId())
        .filter(live::contains)
        .flatMap(host::running)
        .map(process -> process.id().pid());
  }

  /** What the newest run of this id has printed; empty if there is no such job. */
  public Optional<JobLog> log(String id) {
    return manager.job(id).map(this::log);
  }

  /**
   * What this run has printed. Of one on another machine it is the copy in the store: its beginning
   * and its end, a second behind at most (contract K3).
   *
   * @throws ElsewhereException if it is on another machine, and the store keeps no copies
   */
  public JobLog log(Job job) {
    if (output.isPresent() && elsewhere(job).isPresent()) {
      return JobLog.inStore(output.get(), RunOutput.Key.of(job));
    }
    checkHere(job, "its output");
    return log(job.runId(), () -> manager.job(job.id()).filter(now -> isOn(now, job)).isEmpty());
  }

  private static boolean isOn(Job now, Job job) {
    return now.runId().equals(job.runId()) && now.settledAt().isEmpty();
  }

  /**
   * Writes to the stdin of a command that was started {@linkplain Command#withStdin with one}.
   *
   * @param within how long to wait until it reads
   * @return how many bytes were taken
   * @throws NoSuchElementException if no command of this id is running
   * @throws ElsewhereException if it runs on another machine
   * @throws IOException if it has no stdin, or has closed it
   */
  public int send(String id, byte[] bytes, Duration within)
      throws IOException, InterruptedException {
    return running(id).send(bytes, within);
  }

  /**
   * Writes this text; see {@link #send(String, byte[], Duration)}.
   *
   * @throws IOException if it does not take all of it within 5 s, too
   */
  public void send(String id, String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int taken = send(id, bytes, Duration.ofSeconds(5));
    if (taken < bytes.length) {
      throw new IOException(
          "it does not read: " + taken + " of " + bytes.length + " bytes were taken");
    }
  }

  /** Ends the stdin of a command; what was sent before is read first. */
  public void closeStdin(String id) throws InterruptedException {
    running(id).closeStdin();
  }

  /**
   * Sends a signal to the process of a command, and to no other.
   *
   * @param signal {@code TERM}, {@code SIGTERM} or {@code 15}
   * @return false if it has just ended
   * @throws NoSuchElementException if no command of this id is running
   * @throws ElsewhereException if it runs on another machine
   * @throws IllegalArgumentException if there is no such signal
   */
  public boolean signal(String id, String signal) throws InterruptedException {
    return running(id).signal(signal);
  }

  /**
   * From now on the processes of this command have so long between TERM and KILL, in place of
   * {@link Command#killGrace}. For a run that goes on here; nothing happens to another.
   */
  public void killGrace(Job job, Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("killGrace must not be negative, but is " + span);
    }
    graces.put(job.runId(), span);
    if (!live.contains(job.runId())) {
      graces.remove(job.runId());
    }
  }

  /** The process of a command; one that is just being started is waited for. */
  private RunningProcess running(String id) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Optional<Job> job = manager.job(id).filter(it -> it.status() == JobStatus.RUNNING);
      job.ifPresent(it -> checkHere(it, "its process"));
      Optional<RunningProcess> process = job.flatMap(it -> host.running(it.runId()));
      if (process.isPresent()) {
        return process.get();
      }
      if (job.flatMap(this::command).isEmpty() || System.nanoTime() - began > STARTS_WITHIN) {
        throw new NoSuchElementException("no command of the id " + id + " is running");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /**
   * Closes the manager as it is closed by default, and then what belongs to commands: with a
   * durable store they go on, else they are ended first (contract I1).
   */
  @Override
  public void close() {
    try {
      manager.close();
    } finally {
      copier.ifPresent(LogCopier::close);
      housekeeping.close();
      keeper.close();
      host.close();
    }
  }

  /** How to keep the files of commands. Not thread-safe. */
  public static final class Builder {
    private final Path root;
    private int resultCharacters = JobLog.LAST_PART;
    private long totalBudget = 4L << 30;
    private Place place = Place.ONLY;

    private Builder(Path folder) {
      root = Objects.requireNonNull(folder, "folder").toAbsolutePath();
    }

    /** How many of its last characters a result has, 1 to 100,000. Default: 8,000. */
    public Builder resultCharacters(int most) {
      if (most < 1 || most > 100_000) {
        throw new IllegalArgumentException(
            "resultCharacters must be from 1 to 100,000; it is " + most);
      }
      resultCharacters = most;
      return this;
    }

    /**
     * How much disk all output together may use, in bytes. Beyond that the output of the jobs that
     * ended first goes. Default: 4 GiB.
     */
    public Builder totalBudget(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("totalBudget must be positive; it is " + bytes);
      }
      totalBudget = bytes;
      return this;
    }

    /**
     * What this folder is called among those of all machines that share the store; the same as long
     * as the folder is the same. Commands that are started here run here and nowhere else. Needed
     * with a store that others share, 1 to 180 printable characters. Default: none, nobody else has
     * the store.
     */
    public Builder place(String name) {
      place = Place.named(name);
      return this;
    }

    /**
     * Builds the manager and begins. Commands that run go on from here, and the ends of those that
     * ended meanwhile are read.
     *
     * @throws UnsupportedOperationException if this is not Linux
     */
    public ShellJobs open(AsyncJobManager.Builder manager) {
      return new ShellJobs(this, manager);
    }
  }
}
