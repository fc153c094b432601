package dev.errand.clients;

import dev.errand.AsyncJobManager;
import dev.errand.daemon.http.HttpServer;
import dev.errand.daemon.http.McpEndpoint;
import dev.errand.daemon.http.Router;
import dev.errand.mcp.JobTools;
import dev.errand.mcp.protocol.JobMcp;
import dev.errand.mcp.protocol.RpcException;
import dev.errand.mcp.protocol.ServerTool;
import dev.errand.mcp.protocol.ServerTool.Call;
import dev.errand.mcp.protocol.ServerTool.Outcome;
import dev.errand.shell.ShellJobs;
import dev.errand.sql.SqlJobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our endpoint with the tools beside ours that the conformance suite of the protocol calls; those
 * that run as tasks are jobs of ours wherever jobs can do what is wanted. Wants no token, which the
 * suite could not bring.
 */
public final class FixtureServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** With what a schema may have beside the words that our own tools keep to. */
  private static final String JSON_SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "$defs":{"address":{"$anchor":"addressDef","type":"object",
         "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
       "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
         "contactMethod":{"type":"string","enum":["phone","email"]},
         "phone":{"type":"string"},"email":{"type":"string"}},
       "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
       "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
       "then":{"required":["phone"]},"else":{"required":["email"]},
       "additionalProperties":false}
      """;

  private final ShellJobs shell;
  private final HttpServer http;
  private final ServerTool start;
  private final FixtureTasks tasks;

  /** Files are in this folder. */
  public FixtureServer(Path folder) throws IOException {
    shell =
        ShellJobs.builder(folder.resolve("commands"))
            .open(
                AsyncJobManager.builder()
                    .store(SqlJobStore.sqlite(folder.resolve("jobs.db")))
                    .routeByOwner());
    JobTools tools = JobTools.of(shell);
    JobMcp mcp =
        new JobMcp(tools, "a key of thirty-two or more bytes".getBytes(StandardCharsets.UTF_8));
    tasks = new FixtureTasks(mcp.tasks());
    start = mcp.tools().getFirst();
    List<ServerTool> all = new ArrayList<>(mcp.tools());
    all.addAll(fixtures());
    Router router = new Router();
    new McpEndpoint(mcp.server("0-fixture", all, tasks), tools).addTo(router);
    http =
        new HttpServer(
            folder.resolve("socket"), System.getProperty("user.name"), 0, Optional.empty(), router);
    http.start();
  }

  /** Where it is. */
  public String url() {
    return http.url() + McpEndpoint.PATH;
  }

  private List<ServerTool> fixtures() {
    String name = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}";
    String slow =
        "{\"type\":\"object\",\"properties\":{\"seconds\":{\"type\":\"number\"},"
            + "\"label\":{\"type\":\"string\"}}}";
    return List.of(
        tool(
            "greet",
            name,
            call -> text("Hello, " + call.arguments().path("name").asString() + "!")),
        tool("slow_compute", slow, this::slowCompute),
        tool("failing_job", FixtureTool.NOTHING, this::failingJob),
        tool("protocol_error_job", FixtureTool.NOTHING, call -> task(call, tasks.broken())),
        tool("confirm_delete", FixtureTool.NOTHING, call -> task(call, tasks.asking("confirm"))),
        tool(
            "multi_input",
            FixtureTool.NOTHING,
            call -> task(call, tasks.asking("first", "second"))),
        tool("test_tool_with_task", FixtureTool.NOTHING, this::askThenTask),
        tool("test_missing_capability", FixtureTool.NOTHING, FixtureServer::missingCapability),
        tool(
            "test_simple_text",
            FixtureTool.NOTHING,
            _ -> text("This is a simple text response for testing.")),
        tool(
            "test_error_handling",
            FixtureTool.NOTHING,
            _ -> FixtureTool.text("This tool intentionally returns an error for testing", true)),
        tool("test_tool_with_progress", FixtureTool.NOTHING, FixtureServer::progress),
        tool("test_logging_tool", FixtureTool.NOTHING, _ -> text("it logs nothing")),
        tool(
            "test_streaming_elicitation",
            FixtureTool.NOTHING,
            _ -> new Outcome.NeedsInput(asking("answer", "text"))),
        tool("json_schema_2020_12_tool", JSON_SCHEMA, _ -> text("it is only listed")));
  }

  private static ServerTool tool(String name, String schema, FixtureTool.Body body) {
    return new FixtureTool(name, schema, body);
  }

  private static Outcome text(String text) {
    return FixtureTool.text(text, false);
  }

  private static Outcome task(Call call, dev.errand.mcp.protocol.TaskView task)
      throws RpcException {
    if (!call.takesTasks()) {
      throw RpcException.missingCapability(FixtureTool.tasksCapability());
    }
    return new Outcome.Started(task);
  }

  /** A job of ours. */
  private Outcome job(Call call, String command, double foreground)
      throws RpcException, InterruptedException {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("command", command).put("background_after", foreground);
    return start.call(
        new Call(arguments, call.caller(), call.takesTasks(), call.params(), call.capabilities()));
  }

  private Outcome slowCompute(Call call) throws RpcException, InterruptedException {
    double seconds = call.arguments().path("seconds").doubleValue(0);
    // What takes no time answers at once, and who takes no tasks waits.
    double foreground = seconds == 0 || !call.takesTasks() ? 60 : 0;
    return job(call, "sleep " + seconds + "; echo computed", foreground);
  }

  private Outcome failingJob(Call call) throws RpcException, InterruptedException {
    if (!call.takesTasks()) {
      throw RpcException.missingCapability(FixtureTool.tasksCapability());
    }
    return job(call, "sleep 1; echo it fails; exit 1", 0);
  }

  private Outcome askThenTask(Call call) throws RpcException {
    JsonNode answer = call.params().path("inputResponses").path("user_name");
    if (!answer.isMissingNode()) {
      return task(call, tasks.done("user_name", answer));
    }
    return new Outcome.NeedsInput(asking("user_name", "name"));
  }

  private static ObjectNode asking(String key, String field) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putObject("inputRequests").set(key, FixtureTasks.elicitation(field));
    return result;
  }

  private static Outcome missingCapability(Call call) throws RpcException {
    if (call.capabilities().has("sampling")) {
      return text("it can sample");
    }
    throw RpcException.missingCapability((ObjectNode) JSON.readTree("{\"sampling\":{}}"));
  }

  private static Outcome progress(Call call) {
    for (int percent : new int[] {0, 50, 100}) {
      call.caller().progress().report(percent, percent + " %");
    }
    return text("done");
  }

  @Override
  public void close() {
    http.close();
    shell.close();
  }

  /** Serves until stdin ends; writes the address first. */
  public static void main(String[] args) throws IOException {
    try (FixtureServer server = new FixtureServer(Path.of(args[0]))) {
      System.out.println(server.url());
      System.out.flush();
      while (System.in.read() >= 0) {
        // the end of it is what is waited for
      }
    }
  }
}
