package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that stays open and tells what becomes of tasks. It ends with its connection, when it
 * is cancelled, or when all tasks it is about are over.
 */
final class Listening {
  private static final Duration ALIVE = Duration.ofSeconds(10);
  private static final int MOST = 1_000;

  private final TaskSource tasks;
  private final JsonNode id;
  private final ToolCall caller;
  private final Outgoing out;
  private final boolean wantsTasks;
  private final Set<String> wanted = new LinkedHashSet<>();
  private final Map<String, ObjectNode> told = new HashMap<>();

  Listening(TaskSource tasks, Message message, ToolCall caller, boolean takesTasks, Outgoing out)
      throws RpcException {
    this.tasks = tasks;
    this.id = message.id().orElseThrow();
    this.caller = caller;
    this.out = out;
    JsonNode notifications = message.params().get("notifications");
    if (notifications == null || !notifications.isObject()) {
      throw RpcException.invalidParams("notifications must be an object");
    }
    JsonNode ids = notifications.get("taskIds");
    this.wantsTasks = ids != null;
    if (ids == null) {
      return;
    }
    if (!takesTasks) {
      throw RpcException.missingCapability(Modern.tasksCapability());
    }
    if (!ids.isArray() || ids.size() > MOST) {
      throw RpcException.invalidParams("taskIds must be a list of at most " + MOST + " texts");
    }
    for (JsonNode one : ids) {
      if (!one.isString()) {
        throw RpcException.invalidParams("taskIds must be a list of texts");
      }
      wanted.add(one.stringValue());
    }
  }

  /** Until it ends; answers the result. */
  ObjectNode run(ObjectNode result) throws InterruptedException {
    Semaphore changes = new Semaphore(0);
    try (AutoCloseable _ = tasks.onChange(changes::release)) {
      acknowledge();
      while (!wantsTasks || tell()) {
        if (!changes.tryAcquire(ALIVE.toMillis(), TimeUnit.MILLISECONDS)) {
          McpServer.alive(out);
        }
        var _ = changes.drainPermits();
      }
      result.putObject("_meta").set(Era.SUBSCRIPTION, id);
      return result;
    } catch (InterruptedException | RuntimeException expected) {
      throw expected;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void acknowledge() throws InterruptedException {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    ObjectNode granted = params.putObject("notifications");
    if (wantsTasks) {
      ArrayNode ids = granted.putArray("taskIds");
      for (String taskId : Set.copyOf(wanted)) {
        if (tasks.get(taskId, caller, false).isPresent()) {
          ids.add(taskId);
        } else {
          wanted.remove(taskId);
        }
      }
    }
    send("notifications/subscriptions/acknowledged", params);
  }

  /** Tells what has changed; false when nothing more can. */
  private boolean tell() throws InterruptedException {
    boolean goesOn = false;
    for (String taskId : wanted) {
      TaskView task = tasks.get(taskId, caller, false).orElse(null);
      if (task == null) {
        continue;
      }
      goesOn |= !task.status().isFinal();
      ObjectNode seed = task.seed();
      if (!seed.equals(told.put(taskId, seed))) {
        TaskView shown = tasks.get(taskId, caller, true).orElse(task);
        send("notifications/tasks", shown.detailed());
      }
    }
    return goesOn;
  }

  private void send(String method, ObjectNode params) {
    params.putObject("_meta").set(Era.SUBSCRIPTION, id);
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    note.put("jsonrpc", "2.0").put("method", method).set("params", params);
    McpServer.send(out, note);
  }
}
