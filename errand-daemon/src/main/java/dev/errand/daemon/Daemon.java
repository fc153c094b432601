package dev.errand.daemon;

import dev.errand.AsyncJobManager;
import dev.errand.CloseMode;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.daemon.home.DaemonLock;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import dev.errand.daemon.home.HomeTakenException;
import dev.errand.daemon.home.Settings;
import dev.errand.daemon.hooks.HookSink;
import dev.errand.daemon.http.ApiEndpoints;
import dev.errand.daemon.http.HttpServer;
import dev.errand.daemon.http.McpEndpoint;
import dev.errand.daemon.http.MetricsEndpoint;
import dev.errand.daemon.http.Router;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.HookRoutes;
import dev.errand.mcp.JobTools;
import dev.errand.mcp.protocol.JobMcp;
import dev.errand.mcp.protocol.McpServer;
import dev.errand.shell.ShellJobs;
import dev.errand.spi.JobStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The one process that keeps the jobs of a home. Killed at any moment it loses nothing: jobs go on
 * without it, and the next one goes on with them.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.errand.daemon");
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_CANCELLING = Duration.ofSeconds(30);

  private final Home home;
  private final HomeStore store;
  private final String version;
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final CountDownLatch stopWanted = new CountDownLatch(1);
  private volatile boolean cancelAll;
  private boolean closed;

  /** What has been opened, the last first. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private ShellJobs shell;
  private Errands errands;
  private JobTools tools;
  private McpServer mcp;
  private HttpServer server;

  /** Lets whoever starts a daemon add endpoints of its own. */
  @FunctionalInterface
  public interface Extension {
    /** Adds them. */
    void addTo(Router router, Daemon daemon);
  }

  @SuppressWarnings("NullAway.Init") // open() is the rest of the constructor
  private Daemon(Home home, HomeStore store, String version) {
    this.home = home;
    this.store = store;
    this.version = version;
  }

  /**
   * Starts a daemon in this home.
   *
   * @throws HomeException if the home cannot be used, or another daemon has it
   * @throws dev.errand.StoreException if the store cannot be opened
   */
  public static Daemon start(Home home, String version, Extension extension) throws IOException {
    home.prepare();
    Settings settings = Settings.of(home);
    Daemon daemon = new Daemon(home, HomeStore.of(home, settings), version);
    try {
      daemon.open(settings, extension);
      return daemon;
    } catch (IOException | RuntimeException | Error failed) {
      daemon.closeParts();
      throw failed;
    }
  }

  private void open(Settings settings, Extension extension) throws IOException {
    parts.push(
        DaemonLock.tryTake(home.lock())
            .orElseThrow(() -> new HomeTakenException("another daemon has " + home.root())));
    String token = Secrets.in(home.token());
    byte[] webhookKey = Secrets.in(home.webhookKey()).getBytes(StandardCharsets.US_ASCII);
    // Sinks come after the manager that adopts what is left; they see it when they are called.
    CompletableFuture<Errands> ready = new CompletableFuture<>();
    HookSink hookSink =
        new HookSink(
            mail -> HookRoutes.hookOf(mail.job(), shell),
            mail -> ready.join().view(mail),
            webhookKey);
    JobStore jobs = store.open();
    AsyncJobManager.Builder manager =
        AsyncJobManager.builder()
            .store(jobs)
            .routeByOwner()
            .maxRunningJobs(settings.maxRunning())
            .maxQueuedJobs(settings.maxQueued())
            .retention(settings.retention());
    ShellJobs.Builder commands =
        ShellJobs.builder(store.commands()).totalBudget(settings.outputBudget());
    shell = store.place().map(commands::place).orElse(commands).open(manager);
    parts.push(this::closeShell);
    errands = new Errands(shell, new HookRoutes(hookSink, store.place().orElse("")));
    ready.complete(errands);
    Router router = new Router();
    new ApiEndpoints(errands, this::status).addTo(router);
    router.add("GET", "/metrics", new MetricsEndpoint(errands, jobs::gauges));
    tools = errands.tools();
    byte[] taskKey = Secrets.in(home.taskKey()).getBytes(StandardCharsets.US_ASCII);
    mcp = new JobMcp(tools, taskKey).server(version);
    new McpEndpoint(mcp, tools).addTo(router);
    extension.addTo(router, this);
    server =
        new HttpServer(
            home.socket(),
            System.getProperty("user.name"),
            settings.port(),
            Optional.of(token),
            router);
    parts.push(server);
    server.start();
    LOG.log(
        Level.INFO,
        "Errand {0} has started in {1}, pid {2}, with the jobs in {3}",
        version,
        home.root(),
        String.valueOf(ProcessHandle.current().pid()),
        store.shown());
  }

  private void closeShell() {
    if (cancelAll) {
      var _ = shell.manager().close(CLOSE_CANCELLING, CloseMode.CANCEL);
    } else {
      var _ = shell.manager().close(CLOSE);
    }
    shell.close();
  }

  /** Its jobs. */
  public Errands errands() {
    return errands;
  }

  /** What agents do with its jobs. */
  public JobTools tools() {
    return tools;
  }

  /** The same, behind the Model Context Protocol. */
  public McpServer mcp() {
    return mcp;
  }

  /** Its home. */
  public Home home() {
    return home;
  }

  /** What it says about itself, also when its store does not answer. */
  public DaemonStatus status() {
    Map<JobStatus, Long> counts = Map.of();
    Optional<String> problem = Optional.empty();
    try {
      counts = errands.counts();
    } catch (StoreException failed) {
      problem = Optional.of(String.valueOf(failed.getMessage()));
    }
    return new DaemonStatus(
        ProcessHandle.current().pid(),
        version,
        home.root().toString(),
        store.shown(),
        store.place(),
        problem,
        home.socket().toString(),
        server.url(),
        startedAt,
        Optional.ofNullable(counts.get(JobStatus.RUNNING)),
        Optional.ofNullable(counts.get(JobStatus.QUEUED)));
  }

  /**
   * Lets {@link #awaitStop} return.
   *
   * @param cancel whether all jobs are to be cancelled first; else their processes go on
   */
  public void stop(boolean cancel) {
    cancelAll = cancel;
    stopWanted.countDown();
  }

  /** Waits until somebody wants it to stop. */
  public void awaitStop() throws InterruptedException {
    stopWanted.await();
  }

  /**
   * Answers nobody any more, hands its jobs back (or cancels them, if {@link #stop} said so), and
   * lets go of the home. Twice is fine.
   */
  @Override
  public synchronized void close() {
    stopWanted.countDown();
    if (!closed) {
      closed = true;
      closeParts();
      LOG.log(Level.INFO, "Errand has stopped in {0}", home.root());
    }
  }

  private void closeParts() {
    try {
      if (server != null) {
        Files.deleteIfExists(home.socket());
      }
    } catch (IOException stays) {
      // nobody answers there
    }
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failed) {
        LOG.log(Level.WARNING, "A part of the daemon did not close", failed);
      }
    }
  }
}
