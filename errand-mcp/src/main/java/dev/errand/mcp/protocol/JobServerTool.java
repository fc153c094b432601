package dev.errand.mcp.protocol;

import dev.errand.mcp.JobTool;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.ToolResult;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One of our tools in the words of the protocol. */
final class JobServerTool implements ServerTool {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JobTool tool;
  private final JobTasks tasks;

  JobServerTool(JobTool tool, JobTasks tasks) {
    this.tool = tool;
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return tool.name();
  }

  @Override
  public ObjectNode description() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", tool.name());
    json.put("title", tool.title());
    json.put("description", tool.description());
    json.set("inputSchema", JSON.readTree(tool.inputSchema()));
    ObjectNode hints = json.putObject("annotations");
    hints.put("title", tool.title());
    hints.put("readOnlyHint", tool.readOnly());
    if (!tool.readOnly()) {
      boolean waits = isWait();
      hints.put("destructiveHint", !waits);
      hints.put("idempotentHint", waits);
    }
    hints.put("openWorldHint", tool.name().equals("job_start"));
    return json;
  }

  private boolean isWait() {
    return tool.name().equals("job_wait");
  }

  /** To wait as a task helps clients that show it; a job is no call to be waited for. */
  @Override
  public boolean oldTasks() {
    return isWait();
  }

  @Override
  public Outcome call(Call call) throws InterruptedException {
    ToolCall caller =
        call.takesTasks() ? call.caller().showing(ToolCall.Showing.IF_FINISHED) : call.caller();
    ToolResult result = tool.call(call.arguments().toString(), caller);
    Optional<TaskView> task =
        call.takesTasks()
            ? result.background().flatMap(id -> tasks.begin(id, caller))
            : Optional.empty();
    if (task.isPresent()) {
      return new Outcome.Started(task.get());
    }
    return done(result);
  }

  static Outcome.Done done(ToolResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("content").addObject().put("type", "text").put("text", result.text());
    json.set("structuredContent", JSON.readTree(result.json()));
    json.put("isError", result.failed());
    return new Outcome.Done(
        json,
        new Outcome.Receipt() {
          @Override
          public void handedOver() {
            result.receipt().handedOver();
          }

          @Override
          public void lost() {
            result.lost();
          }
        });
  }
}
