package dev.errand.mcp.tools;

import dev.errand.JobLimitReachedException;
import dev.errand.ManagerClosedException;
import dev.errand.QueueFullException;
import dev.errand.StoreException;
import dev.errand.mcp.JobTool;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.ToolCall.Showing;
import dev.errand.mcp.ToolResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;

/** All tools, and what they share: arguments, sessions, mail at the end, failures in words. */
public final class Toolbox {
  private static final Logger LOG = System.getLogger("dev.errand.mcp");

  private final Sessions sessions;
  private final MailPart mail;
  private final List<JobTool> tools;
  private final AgentTasks tasks;

  /** Tools for these jobs. */
  public Toolbox(AgentJobs jobs) {
    this.sessions = new Sessions(jobs.manager());
    this.mail = new MailPart(jobs);
    Watching watching = new Watching(jobs);
    Results results = new Results(jobs);
    this.tasks = new AgentTasks(jobs, sessions, results);
    this.tools =
        List.<Tool>of(
                new StartTool(jobs, watching, results),
                new ListTool(jobs, watching),
                new OutputTool(jobs),
                new WaitTool(jobs, watching, results),
                new CancelTool(jobs),
                new SendTool(jobs))
            .stream()
            .<JobTool>map(Listed::new)
            .toList();
  }

  /** In an order that stays. */
  public List<JobTool> tools() {
    return tools;
  }

  /** Jobs whose client asks for them by name. */
  public AgentTasks tasks() {
    return tasks;
  }

  /** See {@link dev.errand.mcp.JobTools#heardFrom}. */
  public void heardFrom(String owner, String session) {
    try (Visit visit = sessions.arrive(owner, session)) {
      visit.awaitRead();
    }
  }

  /** See {@link dev.errand.mcp.JobTools#lost}. */
  public void lost(String owner, String session) {
    sessions.lost(owner, session);
  }

  private ToolResult call(Listed tool, String json, ToolCall call) throws InterruptedException {
    try (Visit visit = sessions.arrive(call.owner(), call.session())) {
      Answer answer = answer(tool, json, call, visit);
      boolean hidden = call.showing() == Showing.IF_FINISHED && answer.background().isPresent();
      if (!hidden) {
        mail.addTo(answer, visit);
      }
      visit.answered();
      if (call.showing() != Showing.LATER) {
        visit.handedOver();
      }
      return new ToolResult(
          answer.text(), answer.json.toString(), answer.failed(), answer.background(), visit);
    }
  }

  private static Answer answer(Listed tool, String json, ToolCall call, Visit visit)
      throws InterruptedException {
    try {
      return tool.tool.run(Arguments.parse(json, tool.arguments), call, visit);
    } catch (IllegalArgumentException
        | JobLimitReachedException
        | QueueFullException
        | ManagerClosedException wrong) {
      return Answer.refusal(String.valueOf(wrong.getMessage()));
    } catch (StoreException failed) {
      LOG.log(Level.WARNING, "The store failed a tool", failed);
      return Answer.refusal(
          failed.outcomeUnknown()
              ? "The store did not answer in time; whether this was done is unknown. Look with"
                  + " job_list."
              : "The store failed, and nothing was done: " + failed.getMessage());
    }
  }

  /** As others see it; what it takes is put together once. */
  private final class Listed implements JobTool {
    private final Tool tool;
    private final String schema;
    private final Set<String> arguments;

    Listed(Tool tool) {
      this.tool = tool;
      Schema takes = tool.schema();
      this.schema = takes.json();
      this.arguments = takes.names();
    }

    @Override
    public String name() {
      return tool.name();
    }

    @Override
    public String title() {
      return tool.title();
    }

    @Override
    public String description() {
      return tool.description();
    }

    @Override
    public String inputSchema() {
      return schema;
    }

    @Override
    public boolean readOnly() {
      return tool.readOnly();
    }

    @Override
    public ToolResult call(String json, ToolCall call) throws InterruptedException {
      return Toolbox.this.call(this, json, call);
    }
  }
}
