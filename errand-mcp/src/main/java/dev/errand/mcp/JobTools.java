package dev.errand.mcp;

import dev.errand.Job;
import dev.errand.JobOptions;
import dev.errand.mcp.tools.AgentJobs;
import dev.errand.mcp.tools.Toolbox;
import dev.errand.shell.Command;
import dev.errand.shell.ShellJobs;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The tools that an agent needs for background jobs: {@code job_start}, {@code job_list}, {@code
 * job_output}, {@code job_wait}, {@code job_cancel} and {@code job_send}. Thread-safe.
 *
 * <pre>{@code
 * JobTools tools = JobTools.of(shell);
 * for (JobTool tool : tools.list()) {
 *   agent.addTool(tool.name(), tool.description(), tool.inputSchema(), json -> tool.call(json, "agent-7").text());
 * }
 * }</pre>
 *
 * <p>An agent sees and touches the jobs of its owner and of its children, {@code owner/child}. Its
 * mail comes with the next answer of any tool, so the manager should route by owner and have no
 * sink for an owner whose agent uses these.
 *
 * <p>What is in an answer counts as read when the session's next call comes. If none does, it is
 * offered again after a minute, marked as a repeat and with the same delivery id (contract F7,
 * F16).
 */
public final class JobTools {
  /** Registers the job of a command that an agent wants; answers its id. */
  @FunctionalInterface
  public interface Starter {
    /** As {@link ShellJobs#start(String, String, Command, JobOptions)} does. */
    String start(String type, String label, Command command, JobOptions options);
  }

  private final Toolbox toolbox;

  private JobTools(Toolbox toolbox) {
    this.toolbox = toolbox;
  }

  /** Tools for the jobs of this manager. */
  public static JobTools of(ShellJobs shell) {
    Objects.requireNonNull(shell, "shell");
    return of(shell, shell::start, job -> job.owner().orElse(""));
  }

  /**
   * Tools for a program that keeps more of a job than the manager does.
   *
   * @param starter starts in place of {@code shell}
   * @param owners whose job it is, as agents know it
   */
  public static JobTools of(ShellJobs shell, Starter starter, Function<Job, String> owners) {
    return new JobTools(new Toolbox(new AgentJobs(shell, starter, owners)));
  }

  /** All of them, always in the same order. */
  public List<JobTool> list() {
    return toolbox.tools();
  }

  /**
   * A request of a session has come that is no call of a tool: what it was shown before is read.
   */
  public void heardFrom(String owner, String session) {
    toolbox.heardFrom(owner, session);
  }

  /** A session is gone: what it was shown and did not answer to is offered again at once. */
  public void lost(String owner, String session) {
    toolbox.lost(owner, session);
  }

  /** For {@code dev.errand.mcp.protocol}. */
  public Toolbox toolbox() {
    return toolbox;
  }
}
