package dev.errand.mcp.tools;

import dev.errand.Job;
import dev.errand.mcp.ToolCall;
import dev.errand.shell.ElsewhereException;
import java.io.IOException;
import java.time.Instant;
import java.util.NoSuchElementException;

/** {@code job_send}: input for a job that was started with stdin. */
final class SendTool implements Tool {
  private static final String JOB = "job";
  private static final String TEXT = "text";
  private static final String NEWLINE = "newline";
  private static final String CLOSE = "close";

  private final AgentJobs jobs;

  SendTool(AgentJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "job_send";
  }

  @Override
  public String title() {
    return "Send input to a job";
  }

  @Override
  public String description() {
    return "Write a text to the standard input of a running job that was started with stdin ="
        + " true.";
  }

  @Override
  public Schema schema() {
    return new Schema()
        .required(JOB, "The id of the job.")
        .text(TEXT, "What to write. May be left out if close is true.")
        .flag(NEWLINE, "Whether a newline is added. Default: true.")
        .flag(CLOSE, "Whether nothing more will come: it reads end-of-file. Default: false.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    Job job = jobs.require(arguments.required(JOB), call.owner());
    boolean close = arguments.is(CLOSE, false);
    String newline = arguments.is(NEWLINE, true) ? "\n" : "";
    if (arguments.text(TEXT).isEmpty() && !close) {
      throw new IllegalArgumentException(TEXT + " is missing");
    }
    try {
      if (arguments.text(TEXT).isPresent()) {
        jobs.shell().send(job.id(), arguments.text(TEXT).get() + newline);
      }
      if (close) {
        jobs.shell().closeStdin(job.id());
      }
    } catch (NoSuchElementException notRunning) {
      throw new IllegalArgumentException(
          Wording.line(jobs.now(job), Instant.now()) + "; it takes no input any more", notRunning);
    } catch (ElsewhereException elsewhere) {
      throw new IllegalArgumentException(elsewhere.getMessage(), elsewhere);
    } catch (IOException failed) {
      throw new IllegalArgumentException(
          job.id() + " did not take it: " + failed.getMessage(), failed);
    }
    Answer answer = new Answer();
    answer.json.put("sent", true);
    return answer.say("Sent to " + job.id() + ". Read its answer with job_output.");
  }
}
