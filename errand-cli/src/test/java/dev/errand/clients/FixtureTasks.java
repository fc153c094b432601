package dev.errand.clients;

import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.TaskSource;
import dev.errand.mcp.protocol.TaskView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that ask something, which jobs never do; beside those of jobs. */
final class FixtureTasks implements TaskSource {
  private static final class Asking {
    final Instant began = Instant.now();
    final Map<String, ObjectNode> open = new ConcurrentHashMap<>();
    final ObjectNode answers = JsonNodeFactory.instance.objectNode();
    volatile boolean cancelled;
    volatile boolean broken;
  }

  private final TaskSource jobs;
  private final Map<String, Asking> tasks = new ConcurrentHashMap<>();

  FixtureTasks(TaskSource jobs) {
    this.jobs = jobs;
  }

  TaskView asking(String... keys) {
    String id = UUID.randomUUID().toString();
    Asking task = new Asking();
    for (String key : keys) {
      task.open.put(key, elicitation(key));
    }
    tasks.put(id, task);
    return view(id, task);
  }

  TaskView broken() {
    String id = UUID.randomUUID().toString();
    Asking task = new Asking();
    task.broken = true;
    tasks.put(id, task);
    return new TaskView(id, TaskView.Status.WORKING, "", task.began, task.began, Optional.empty());
  }

  TaskView done(String key, JsonNode answer) {
    String id = UUID.randomUUID().toString();
    Asking task = new Asking();
    task.answers.set(key, answer);
    tasks.put(id, task);
    return new TaskView(id, TaskView.Status.WORKING, "", task.began, task.began, Optional.empty());
  }

  static ObjectNode elicitation(String key) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("method", "elicitation/create");
    ObjectNode params = request.putObject("params");
    params.put("mode", "form").put("message", "Please say " + key);
    ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
    schema.putObject("properties").putObject(key).put("type", "string");
    return request;
  }

  private static TaskView view(String id, Asking task) {
    TaskView.Status status;
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    if (task.cancelled) {
      status = TaskView.Status.CANCELLED;
    } else if (task.broken) {
      status = TaskView.Status.FAILED;
      payload.put("code", -32603).put("message", "it broke, as it should");
    } else if (!task.open.isEmpty()) {
      status = TaskView.Status.INPUT_REQUIRED;
      task.open.forEach(payload::set);
    } else {
      status = TaskView.Status.COMPLETED;
      payload
          .put("resultType", "complete")
          .put("isError", false)
          .putArray("content")
          .addObject()
          .put("type", "text")
          .put("text", "answers: " + task.answers);
    }
    return new TaskView(id, status, "", task.began, Instant.now(), Optional.of(payload));
  }

  @Override
  public Optional<TaskView> get(String taskId, ToolCall caller, boolean shown)
      throws InterruptedException {
    Asking task = tasks.get(taskId);
    return task == null ? jobs.get(taskId, caller, shown) : Optional.of(view(taskId, task));
  }

  @Override
  public boolean update(String taskId, ToolCall caller, JsonNode responses) {
    Asking task = tasks.get(taskId);
    if (task == null) {
      return jobs.update(taskId, caller, responses);
    }
    for (String key : responses.propertyNames()) {
      if (task.open.remove(key) != null) {
        task.answers.set(key, responses.get(key));
      }
    }
    return true;
  }

  @Override
  public boolean cancel(String taskId, ToolCall caller) {
    Asking task = tasks.get(taskId);
    if (task == null) {
      return jobs.cancel(taskId, caller);
    }
    if (!view(taskId, task).status().isFinal()) {
      task.cancelled = true;
    }
    return true;
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return jobs.onChange(listener);
  }
}
