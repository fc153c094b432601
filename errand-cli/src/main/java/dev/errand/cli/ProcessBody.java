package dev.errand.cli;

import dev.errand.CancellationSignal;
import dev.errand.Exit;
import dev.errand.JobBody;
import dev.errand.JobContext;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.Optional;

/**
 * A command as a job: runs it, copies what it prints, and is over only when its whole process tree
 * is.
 *
 * <p>The job ends when the command itself ends. What it left running in the background is ended
 * then, since nobody would look after it when this process is gone. On cancel and timeout the
 * body's thread is interrupted; it never blocks in anything that an interrupt does not reach.
 */
final class ProcessBody implements JobBody {
  /** How long the processes have between TERM and KILL. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final JobCommand command;
  private final Output output;
  private volatile boolean survived;

  ProcessBody(JobCommand command, Output output) {
    this.command = command;
    this.output = output;
  }

  @Override
  public JobResult run(JobContext context) throws Exception {
    JobProcess process = JobProcess.start(command, context.runId());
    TailText tail = new TailText();
    OutputCopier copier = OutputCopier.start(process.output(), output, tail);
    Exit exit;
    try {
      exit = process.await();
      survived = !process.tree().end(GRACE);
      copier.awaitAll();
    } catch (InterruptedException cancelled) {
      survived = !process.tree().end(GRACE);
      copier.awaitEnd(LAST_WORDS);
      throw stopped(context.cancellation(), tail, cancelled);
    }
    return result(exit, tail.text());
  }

  /** Whether processes of the job are still there although they were killed; known at the end. */
  boolean survived() {
    return survived;
  }

  private static JobResult result(Exit exit, String tail) {
    if (exit.equals(Exit.withCode(0))) {
      return JobResult.of(tail).withExit(exit);
    }
    String message = tail.isEmpty() ? exit.toString() : exit + "\n" + tail;
    throw new JobFailedException(message, Optional.empty(), Optional.of(exit));
  }

  private static Exception stopped(
      CancellationSignal signal, TailText tail, InterruptedException cause) {
    String why = signal.reason().map(CancellationSignal.Reason::description).orElse("Interrupted");
    JobFailedException stopped = new JobFailedException(why + "\n" + tail.text());
    stopped.initCause(cause);
    return stopped;
  }
}
