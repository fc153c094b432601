package dev.errand.cli;

import dev.errand.AwaitMode;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.ManagerClosedException;
import dev.errand.cli.console.Messages;
import dev.errand.cli.console.Output;
import dev.errand.shell.Command;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.log.Quota;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code errand run --wait}: one job from its start to its end. */
final class RunCommand {
  /** Longer than a process tree takes to die: its grace, and some time after KILL. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** How long the processes have between TERM and KILL. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /**
   * How far the job may be ahead of the reader of stdout, at most: plenty, since what is given up
   * is lost for that reader; but never more than a part of what the disk has.
   */
  private static final long QUOTA = 1L << 30;

  private static final int PART_OF_DISK = 4;

  private final OutputStream out;
  private final Messages messages;

  RunCommand(OutputStream out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /** Runs the command as a job and returns the exit code for it. */
  int run(RunOptions options) {
    if (options.command().getFirst().isEmpty()) {
      messages.say("the command is empty");
      return ExitCodes.NOT_FOUND;
    }
    try (Interruption interruption = Interruption.prepared();
        Workplace place = Workplace.open()) {
      interruption.ends(place);
      return runJob(options, place);
    } catch (IOException | UncheckedIOException noRoom) {
      messages.say("temporary files cannot be used: " + noRoom.getMessage());
      return ExitCodes.OWN_FAILURE;
    } catch (ManagerClosedException interrupted) {
      return ExitCodes.CANCELLED; // by a signal, before the job began
    }
  }

  private int runJob(RunOptions options, Workplace place) {
    ShellJobs shell = place.shell();
    String id;
    try {
      id = shell.start(options.type(), options.label(), command(options, place), options.job());
    } catch (IllegalArgumentException noProcessTakesIt) {
      messages.say(ShellJobs.CANNOT_START + noProcessTakesIt.getMessage());
      return ExitCodes.OWN_FAILURE;
    }
    LogCopier copier = LogCopier.start(shell.log(id).orElseThrow(), new Output(out));
    try {
      Job ended = end(shell, id);
      boolean settled = shell.manager().close(CLOSE_TIMEOUT).unsettled().isEmpty();
      copier.jobHasSettled();
      // Whoever interrupts does not wait for a reader of stdout that does not read.
      if (settled && ended.end().orElseThrow().reason() != EndReason.CANCELLED) {
        copier.awaitAll();
      } else {
        copier.await(LAST_WORDS);
      }
      Job job = shell.manager().job(id).orElse(ended);
      return report(job, settled, copier.failure(), options.quiet());
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody interrupts the main thread", impossible);
    }
  }

  private Command command(RunOptions options, Workplace place) {
    RawEnvironment environment = RawEnvironment.ours();
    environment
        .garbled()
        .forEach(
            name -> messages.say("the variable " + name + " is not UTF-8, and is not passed on"));
    long quota = Math.clamp(place.free() / PART_OF_DISK, Quota.DEFAULT.bytes(), QUOTA);
    return Command.of(options.command())
        .environment(environment.variables())
        .killGrace(GRACE)
        .quota(quota);
  }

  private static Job end(ShellJobs shell, String id) throws InterruptedException {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    return shell.manager().awaitJobs(List.of(id), AwaitMode.ALL, forEver).jobs().getFirst();
  }

  private int report(Job job, boolean settled, Optional<String> lost, boolean quiet) {
    JobEnd end = job.end().orElseThrow();
    int code = ExitCodes.of(end);
    if (end.exit().isPresent() && end.text().startsWith(ShellJobs.CANNOT_START)) {
      messages.say(EndText.firstLine(end).substring(ShellJobs.CANNOT_START.length()));
      return code;
    }
    boolean ownFailure = code == ExitCodes.OWN_FAILURE && end.exit().isEmpty();
    if (!quiet || ownFailure) {
      messages.say(job.id() + " " + EndText.of(end) + EndText.took(job));
    }
    if (!settled || hasSurvivors(job)) {
      messages.say("processes of " + job.id() + " are still there although they were killed");
    }
    if (lost.isPresent()) {
      messages.say("output was lost: " + lost.get());
      return code == ExitCodes.OK ? ExitCodes.OWN_FAILURE : code;
    }
    return code;
  }

  /** The first line of what a command leaves at its end says so. */
  private static boolean hasSurvivors(Job job) {
    return Stream.concat(job.end().map(JobEnd::text).stream(), job.lateText().stream())
        .flatMap(text -> text.lines().limit(1))
        .anyMatch(line -> line.contains(ShellJobs.SURVIVORS));
  }
}
