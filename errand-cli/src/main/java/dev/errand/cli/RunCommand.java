package dev.errand.cli;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.ManagerClosedException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code errand run --wait}: one job from its start to its end, in this process. */
final class RunCommand {
  /** Longer than a process tree takes to die: its grace, and some time after KILL. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final OutputStream out;
  private final Messages messages;

  RunCommand(OutputStream out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /** Runs the command as a job and returns the exit code for it. */
  int run(RunOptions options) {
    String name = options.command().getFirst();
    return switch (new Executables(Optional.ofNullable(System.getenv("PATH"))).find(name)) {
      case Executables.Missing missing -> {
        messages.say(name + ": " + missing.why());
        yield missing.exitCode();
      }
      case Executables.Found found -> runJob(options, found);
    };
  }

  private int runJob(RunOptions options, Executables.Found found) {
    Output output = new Output(out);
    AsyncJobManager manager = AsyncJobManager.builder().cancelGrace(CLOSE_TIMEOUT).build();
    try (var _ = Interruption.cancelling(manager)) {
      ProcessBody body = new ProcessBody(JobCommand.of(options.command(), found.file()), output);
      String id = manager.register(options.type(), options.label(), body, options.job());
      Job job = end(manager, id);
      boolean gone = manager.close(CLOSE_TIMEOUT).unsettled().isEmpty();
      return report(job, gone && !body.survived(), output, options.quiet());
    } catch (ManagerClosedException interrupted) {
      return ExitCodes.CANCELLED; // by a signal, before the job began
    }
  }

  private static Job end(AsyncJobManager manager, String id) {
    try {
      Duration forEver = ChronoUnit.FOREVER.getDuration();
      return manager.awaitJobs(List.of(id), AwaitMode.ALL, forEver).jobs().getFirst();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody interrupts the main thread", impossible);
    }
  }

  private int report(Job job, boolean gone, Output output, boolean quiet) {
    JobEnd end = job.end().orElseThrow();
    int code = ExitCodes.of(end);
    boolean ownFailure = code == ExitCodes.OWN_FAILURE && end.exit().isEmpty();
    if (!quiet || ownFailure) {
      messages.say(job.id() + " " + EndText.of(end) + EndText.took(job));
    }
    if (!gone) {
      messages.say("processes of " + job.id() + " are still there although they were killed");
    }
    if (output.failure().isPresent()) {
      messages.say("output was lost: " + output.failure().get());
      return code == ExitCodes.OK ? ExitCodes.OWN_FAILURE : code;
    }
    return code;
  }
}
