package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.ServerTool.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks of revision 2025-11-25: calls that the client wants to fetch later. They are calls and
 * not jobs: they live here until they are an hour old, and no longer than this process; the jobs
 * that they wait for outlive both. Thread-safe.
 */
final class OldTasks {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST_PER_OWNER = 100;
  private static final int POLL_MILLIS = 2_000;
  private static final Duration ALIVE = Duration.ofSeconds(5);
  private static final int ID_BYTES = 16;

  /** What a task came to. */
  record Result(ObjectNode json, Outcome.Receipt receipt) {}

  private static final class Task {
    final String id;
    final String owner;
    final Instant createdAt = Instant.now();
    final CompletableFuture<Outcome.Done> outcome = new CompletableFuture<>();
    private Thread thread = Thread.currentThread();
    private volatile Instant updatedAt = createdAt;
    private volatile String status = "working";
    private volatile String message = "";

    Task(String id, String owner) {
      this.id = id;
      this.owner = owner;
    }

    synchronized void ended(String how, String why) {
      if (status.equals("working")) {
        status = how;
        message = why;
        updatedAt = Instant.now();
      }
    }

    boolean isWorking() {
      return status.equals("working");
    }

    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("taskId", id);
      json.put("status", status);
      if (!message.isEmpty()) {
        json.put("statusMessage", message);
      }
      json.put("createdAt", createdAt.truncatedTo(ChronoUnit.MILLIS).toString());
      json.put("lastUpdatedAt", updatedAt.truncatedTo(ChronoUnit.MILLIS).toString());
      json.put("ttl", KEPT.toMillis());
      json.put("pollInterval", POLL_MILLIS);
      return json;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  /** Begins one; answers the {@code CreateTaskResult}. */
  ObjectNode begin(ServerTool tool, JsonNode arguments, JsonNode params, ToolCall caller)
      throws RpcException {
    Task task = add(caller.owner());
    ServerTool.Call call =
        new ServerTool.Call(
            arguments,
            caller
                .showing(ToolCall.Showing.LATER)
                .progress((_, words) -> task.message = words.isEmpty() ? task.message : words),
            false,
            params,
            JsonNodeFactory.instance.objectNode());
    Thread thread =
        Thread.ofVirtual().name("errand-mcp-task-", 0).unstarted(() -> run(tool, call, task));
    task.thread = thread;
    thread.start();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("task", task.json());
    return result;
  }

  private synchronized Task add(String owner) throws RpcException {
    Instant oldest = Instant.now().minus(KEPT);
    tasks.values().removeIf(it -> !it.isWorking() && it.createdAt.isBefore(oldest));
    if (tasks.values().stream().filter(it -> it.owner.equals(owner)).count() >= MOST_PER_OWNER) {
      throw RpcException.invalidParams(
          "too many tasks: " + MOST_PER_OWNER + " are kept for an hour; cancel some, or wait");
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    Task task = new Task(HexFormat.of().formatHex(bytes), owner);
    tasks.put(task.id, task);
    return task;
  }

  private static void run(ServerTool tool, ServerTool.Call call, Task task) {
    try {
      Outcome outcome = tool.call(call);
      if (outcome instanceof Outcome.Done done) {
        boolean failed = done.result().path("isError").booleanValue(false);
        task.ended(failed ? "failed" : "completed", "");
        task.outcome.complete(done);
        return;
      }
      throw RpcException.internal("this tool needs a client of revision " + Versions.MODERN);
    } catch (RpcException | RuntimeException failed) {
      task.ended("failed", String.valueOf(failed.getMessage()));
      task.outcome.completeExceptionally(failed);
    } catch (InterruptedException cancelled) {
      task.outcome.completeExceptionally(cancelled);
    }
  }

  private synchronized Task find(String id, ToolCall caller) throws RpcException {
    Task task = tasks.get(id);
    if (task == null || !task.owner.equals(caller.owner())) {
      throw RpcException.invalidParams("there is no such task");
    }
    return task;
  }

  ObjectNode get(String id, ToolCall caller) throws RpcException {
    return find(id, caller).json();
  }

  synchronized ObjectNode list(ToolCall caller) {
    List<Task> own = new ArrayList<>(tasks.values());
    own.removeIf(it -> !it.owner.equals(caller.owner()));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    own.forEach(task -> result.withArray("tasks").add(task.json()));
    if (own.isEmpty()) {
      result.putArray("tasks");
    }
    return result;
  }

  ObjectNode cancel(String id, ToolCall caller) throws RpcException {
    Task task = find(id, caller);
    synchronized (task) {
      if (!task.isWorking()) {
        throw RpcException.invalidParams("the task is " + task.status + " already");
      }
      task.ended("cancelled", "Cancelled by its client");
    }
    task.thread.interrupt();
    return task.json();
  }

  /** Waits until it is over; exactly what the call would have answered. */
  Result result(String id, ToolCall caller, Outgoing out)
      throws RpcException, InterruptedException {
    Task task = find(id, caller);
    while (true) {
      try {
        Outcome.Done done = task.outcome.get(ALIVE.toMillis(), TimeUnit.MILLISECONDS);
        done.receipt().handedOver();
        ObjectNode json = done.result().deepCopy();
        ObjectNode meta =
            json.get("_meta") instanceof ObjectNode there ? there : json.putObject("_meta");
        meta.putObject("io.modelcontextprotocol/related-task").put("taskId", id);
        return new Result(json, done.receipt());
      } catch (TimeoutException goesOn) {
        McpServer.alive(out);
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RpcException rpc) {
          throw rpc;
        }
        if (failed.getCause() instanceof InterruptedException) {
          throw RpcException.invalidParams("the task was cancelled");
        }
        throw RpcException.internal("see the log of the daemon");
      }
    }
  }
}
