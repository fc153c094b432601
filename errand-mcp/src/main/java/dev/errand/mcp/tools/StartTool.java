package dev.errand.mcp.tools;

import dev.errand.Admission;
import dev.errand.AwaitMode;
import dev.errand.Job;
import dev.errand.JobOptions;
import dev.errand.mcp.ToolCall;
import dev.errand.shell.Command;
import dev.errand.shell.text.Labels;
import dev.errand.shell.text.Redaction;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code job_start}: a command that stays in the foreground for a while, and then goes on. */
final class StartTool implements Tool {
  private static final String COMMAND = "command";
  private static final String DIRECTORY = "cwd";
  private static final String LABEL = "label";
  private static final String BACKGROUND_AFTER = "background_after";
  private static final String TIMEOUT = "timeout_seconds";
  private static final String IDLE_TIMEOUT = "idle_timeout_seconds";
  private static final String STDIN = "stdin";
  private static final String ENVIRONMENT = "env";
  private static final String ID = "id";
  private static final String KEY = "idempotency_key";

  private static final Duration STAYS = Duration.ofSeconds(20);
  private static final double LONGEST_STAY = 600;
  private static final double LONGEST = 30 * 24 * 3600.0;
  private static final int LONGEST_LABEL = 200;

  private final AgentJobs jobs;
  private final Watching watching;
  private final Results results;

  StartTool(AgentJobs jobs, Watching watching, Results results) {
    this.jobs = jobs;
    this.watching = watching;
    this.results = results;
  }

  @Override
  public String name() {
    return "job_start";
  }

  @Override
  public String title() {
    return "Start a job";
  }

  @Override
  public String description() {
    return "Run a shell command as a job that survives restarts. If it ends within background_after"
        + " seconds (default 20) you get its result at once; else the same process goes on in the"
        + " background and you get its id. Do not poll: when it ends, its result comes with your"
        + " next call of any job_ tool; to wait for it, use job_wait. Use this for builds, tests,"
        + " servers, and everything that may take long.";
  }

  @Override
  public Schema schema() {
    return new Schema()
        .required(COMMAND, "A line for /bin/sh, for instance: npm test 2>&1")
        .text(DIRECTORY, "Where it runs. Default: where you were started.")
        .text(LABEL, "A few words on what it is for. Default: the command.")
        .number(
            BACKGROUND_AFTER,
            "Seconds in the foreground, 0 to 600; 0 for what runs for ever. Default: 20.")
        .number(TIMEOUT, "End it after so many seconds. Default: never.")
        .number(IDLE_TIMEOUT, "End it when it prints nothing for so many seconds. Default: never.")
        .flag(STDIN, "Whether you will send it input with job_send. Default: false.")
        .texts(ENVIRONMENT, "More environment variables, each as NAME=VALUE.")
        .text(ID, "The id you would like. Default: bg_N.")
        .text(KEY, "The same key again starts nothing and answers the same job.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    Duration stays = arguments.seconds(BACKGROUND_AFTER, 0, LONGEST_STAY).orElse(STAYS);
    Command command = command(arguments, call);
    String label =
        arguments
            .text(LABEL)
            .filter(it -> !it.isBlank())
            .map(it -> Untrusted.head(it.strip(), LONGEST_LABEL))
            .map(Redaction::text)
            .orElseGet(() -> Labels.of(command.argv()));
    JobOptions.Builder options = options(arguments, call);
    if (stays.isZero()) {
      String id = jobs.starter().start("bash", label, command, options.build());
      return answer(jobs.require(id, call.owner()), call, visit);
    }
    // Held from its first moment on: nobody else gets what this answer is to show.
    String id = jobs.starter().start("bash", label, command, options.hold().build());
    Job job;
    try {
      var _ = watching.await(List.of(id), AwaitMode.ANY, stays, call);
      job = jobs.require(id, call.owner());
      if (job.status().isFinal()) {
        job = watching.settled(job);
      }
    } finally {
      watching.release(List.of(id), call.owner()); // once: others may hold it, too
    }
    return answer(job, call, visit);
  }

  private static JobOptions.Builder options(Arguments arguments, ToolCall call) {
    JobOptions.Builder options =
        JobOptions.builder().owner(call.owner()).admission(Admission.QUEUE);
    arguments.text(ID).filter(it -> !it.isBlank()).ifPresent(options::id);
    arguments.seconds(TIMEOUT, 0.1, LONGEST).ifPresent(options::timeout);
    arguments.text(KEY).or(call::key).ifPresent(options::idempotencyKey);
    return options;
  }

  private static Command command(Arguments arguments, ToolCall call) {
    Map<String, String> environment = new HashMap<>(call.environment());
    for (String variable : arguments.texts(ENVIRONMENT)) {
      int end = variable.indexOf('=');
      if (end < 1) {
        throw new IllegalArgumentException(
            ENVIRONMENT + " must be a list of texts such as NAME=VALUE");
      }
      environment.put(variable.substring(0, end), variable.substring(end + 1));
    }
    Command command =
        Command.shell(arguments.required(COMMAND))
            .directory(directory(arguments, call))
            .environment(environment);
    if (arguments.is(STDIN, false)) {
      command = command.withStdin();
    }
    return arguments.seconds(IDLE_TIMEOUT, 0.1, LONGEST).map(command::idleTimeout).orElse(command);
  }

  private static Path directory(Arguments arguments, ToolCall call) {
    try {
      return arguments
          .text(DIRECTORY)
          .filter(it -> !it.isBlank())
          .map(it -> call.directory().resolve(it).normalize())
          .orElse(call.directory());
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException(DIRECTORY + " is no path: " + wrong.getMessage(), wrong);
    }
  }

  private Answer answer(Job job, ToolCall call, Visit visit) {
    Answer answer = new Answer();
    if (job.status().isFinal()) {
      results.addTo(answer, List.of(job), call.owner(), visit);
      answer.json.put("background", false);
      return answer;
    }
    Instant now = Instant.now();
    ObjectNode json = answer.json.putObject("job");
    Wording.into(json, job, now);
    answer.json.put("background", true);
    answer.background(job.id());
    answer.say(Wording.line(job, now));
    Output tail = jobs.tail(job, 1_000);
    if (!tail.text().isEmpty()) {
      tail.into(json);
      answer.add(tail.fenced(job.id()));
    }
    answer.hint(
        "It goes on in the background. Go on with other work: its result comes with your next call"
            + " of a job_ tool after it has ended. If you need it now, call job_wait.");
    return answer;
  }
}
