package dev.errand.shell;

import dev.errand.CancellationSignal.Reason;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.JobContext;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import dev.errand.shell.log.Brake;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogKeeper;
import dev.errand.shell.log.LogWatch;
import dev.errand.shell.log.Quiet;
import dev.errand.shell.log.Quota;
import dev.errand.shell.log.WatchedLog;
import dev.errand.shell.log.WriterId;
import dev.errand.shell.process.CannotStartException;
import dev.errand.shell.process.Found;
import dev.errand.shell.process.Launch;
import dev.errand.shell.process.ProcessEnd;
import dev.errand.shell.process.ProcessHost;
import dev.errand.shell.process.ProcessId;
import dev.errand.shell.process.ProcessTree;
import dev.errand.shell.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/**
 * The body of one command: starts it, or goes on with what a manager before us started; waits for
 * its end; ends all its processes; says how it was.
 *
 * <p>Never twice: what has begun is known to the {@link ProcessHost}, whoever asks.
 */
final class CommandRun {
  private final ProcessHost host;
  private final LogKeeper keeper;
  private final Environments environments;
  private final JobContext context;
  private final CommandText text;
  private final EndText endText;
  private final UnaryOperator<Duration> grace;

  /** Completed when we have reason to end it ourselves. */
  private final CompletableFuture<Stop> stop = new CompletableFuture<>();

  CommandRun(
      ProcessHost host,
      LogKeeper keeper,
      Environments environments,
      JobLog log,
      int resultCharacters,
      UnaryOperator<Duration> grace,
      String payload,
      JobContext context) {
    this.host = host;
    this.keeper = keeper;
    this.environments = environments;
    this.context = context;
    this.text = CommandText.parse(payload);
    this.grace = grace;
    this.endText = new EndText(log, resultCharacters);
  }

  JobResult run() throws Exception {
    // Whoever adopts a run that was cancelled before is interrupted already, and has work to do.
    var _ = Thread.interrupted();
    return switch (host.find(context.runId())) {
      case Found.NeverStarted never -> {
        context.cancellation().throwIfCancelled();
        yield attend(start());
      }
      case Found.StillRunning running -> {
        running.process().tree().goOn();
        environments.forget(text.environment());
        yield attend(running.process());
      }
      case Found.Ended ended -> {
        environments.forget(text.environment());
        List<ProcessId> survivors = endAll(host.tree(context.runId()));
        yield result(ended.end(), survivors);
      }
    };
  }

  private RunningProcess start() throws IOException {
    Map<String, String> environment =
        environments
            .read(text.environment())
            .orElseThrow(
                () -> new JobFailedException(ShellJobs.CANNOT_START + "its environment is lost"));
    Command command = text.command();
    try {
      Launch launch =
          new Launch(
              context.runId(), command.argv(), command.directory(), environment, command.stdin());
      return host.start(launch);
    } catch (CannotStartException failed) {
      throw notStarted(failed);
    } finally {
      environments.forget(text.environment());
    }
  }

  /** With the exit code that a shell has for it, if it has one. */
  private static JobFailedException notStarted(CannotStartException failed) {
    Optional<Exit> exit =
        switch (failed.reason()) {
          case NOT_FOUND -> Optional.of(Exit.withCode(127));
          case NOT_EXECUTABLE -> Optional.of(Exit.withCode(126));
          case NO_DIRECTORY, TOO_LONG, SYSTEM -> Optional.empty();
        };
    return new JobFailedException(
        ShellJobs.CANNOT_START + failed.getMessage(), Optional.empty(), exit);
  }

  private JobResult attend(RunningProcess process) throws Exception {
    LogWatch watch = keeper.watch(watched(process));
    try {
      Optional<ProcessEnd> how = ended(process);
      // TERM goes out before the watch lets a writer go on that it holds stopped.
      List<ProcessId> survivors = endAll(process.tree());
      if (survivors.isEmpty()) {
        watch.over();
      }
      if (how.isEmpty()) {
        throw stopped(survivors);
      }
      return result(how.get(), survivors);
    } finally {
      watch.close();
    }
  }

  /**
   * Waits for the end of the command; empty if it is to be ended.
   *
   * @throws InterruptedException if it is to be left alone
   */
  private Optional<ProcessEnd> ended(RunningProcess process) throws InterruptedException {
    try {
      if (!context.cancellation().isCancelled()) {
        Object first = CompletableFuture.anyOf(process.end(), stop).get();
        return first instanceof ProcessEnd end ? Optional.of(end) : Optional.empty();
      }
    } catch (InterruptedException cancelled) {
      // Why, the signal says.
    } catch (ExecutionException hostClosed) {
      throw new IllegalStateException("left running", hostClosed.getCause());
    }
    if (context.cancellation().reason().filter(Reason::handsOver).isPresent()) {
      throw new InterruptedException("left running for whoever comes next");
    }
    return Optional.empty();
  }

  private WatchedLog watched(RunningProcess process) {
    Command command = text.command();
    ProcessTree tree = process.tree();
    Path folder = Objects.requireNonNull(process.output().getParent());
    Brake brake =
        new Brake() {
          @Override
          public void stop() {
            tree.stop();
          }

          @Override
          public void goOn() {
            tree.goOn();
          }
        };
    WatchedLog watched =
        WatchedLog.in(folder)
            .keeping(new Quota(command.quota()), brake, this::tooMuch)
            .writtenBy(new WriterId(process.id().pid(), process.id().start()));
    return command
        .idleTimeout()
        .map(span -> watched.whenQuiet(new Quiet(span, () -> tooQuiet(span))))
        .orElse(watched);
  }

  private void tooMuch() {
    var _ =
        stop.complete(
            new Stop(
                EndReason.OUTPUT_LIMIT,
                "It printed more than "
                    + text.command().quota()
                    + " bytes, and this file system cannot give up the middle of a log"));
  }

  private void tooQuiet(Duration span) {
    var _ =
        stop.complete(
            new Stop(EndReason.TIMED_OUT, "It printed nothing for " + span.toSeconds() + " s"));
  }

  /** Ends what is left of the run; an interrupt does not stop that. */
  private List<ProcessId> endAll(ProcessTree tree) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return tree.end(interrupted ? Duration.ZERO : grace.apply(text.command().killGrace()));
        } catch (InterruptedException again) {
          interrupted = true; // cancelled while it ended by itself: no more grace
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Exception stopped(List<ProcessId> survivors) {
    Stop why =
        context
            .cancellation()
            .reason()
            .map(cancelled -> new Stop(EndReason.THREW, cancelled.description()))
            .orElseGet(() -> stop.getNow(new Stop(EndReason.THREW, "Interrupted")));
    String words = endText.of(why.words() + survivorsOf(survivors));
    return new JobFailedException(words, Optional.empty(), Optional.empty(), why.reason());
  }

  private JobResult result(ProcessEnd end, List<ProcessId> survivors) {
    String rest = survivorsOf(survivors);
    return switch (end) {
      case ProcessEnd.Exited exited when exited.code() == 0 ->
          JobResult.of(endText.of("exit code 0" + rest)).withExit(Exit.withCode(0));
      case ProcessEnd.Exited exited -> throw failed(Exit.withCode(exited.code()), rest);
      case ProcessEnd.Killed killed -> throw failed(Exit.bySignal(killed.signal()), rest);
      case ProcessEnd.Vanished vanished ->
          throw new JobFailedException(
              endText.of("lost: " + vanished.why() + rest),
              Optional.empty(),
              Optional.empty(),
              EndReason.LOST);
    };
  }

  private JobFailedException failed(Exit exit, String rest) {
    return new JobFailedException(endText.of(exit + rest), Optional.empty(), Optional.of(exit));
  }

  private static String survivorsOf(List<ProcessId> survivors) {
    return survivors.isEmpty()
        ? ""
        : "; "
            + survivors.size()
            + ShellJobs.SURVIVORS
            + survivors.stream().map(one -> String.valueOf(one.pid())).toList();
  }
}
