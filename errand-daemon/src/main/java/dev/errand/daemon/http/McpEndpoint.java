package dev.errand.daemon.http;

import dev.errand.daemon.jobs.Caller;
import dev.errand.mcp.AgentOwner;
import dev.errand.mcp.JobTools;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.Answered;
import dev.errand.mcp.protocol.Incoming;
import dev.errand.mcp.protocol.McpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Model Context Protocol over HTTP ("Streamable HTTP"), at {@code /mcp}. Whose agent calls is
 * said by the header {@code Errand-Owner} or the parameter {@code owner}, and where its commands
 * run by {@code Errand-Directory} or {@code directory}; a connection says nothing.
 */
public final class McpEndpoint {
  /** Where it is. */
  public static final String PATH = "/mcp";

  private static final String SESSION = "Mcp-Session-Id";
  private static final String OWNER = "Errand-Owner";
  private static final String DIRECTORY = "Errand-Directory";

  /** Of a client that says nothing of sessions: all that it does is one. */
  private static final String NO_SESSION = "http";

  /** As JSON-RPC has it. */
  private static final int INVALID_REQUEST = -32600;

  private final McpServer server;
  private final JobTools tools;

  /** Over this server. */
  public McpEndpoint(McpServer server, JobTools tools) {
    this.server = server;
    this.tools = tools;
  }

  /** Adds it. */
  public void addTo(Router router) {
    router.add("POST", PATH, this::post).add("DELETE", PATH, this::delete);
  }

  private void post(Exchange exchange) throws IOException {
    String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      throw new IllegalArgumentException("Content-Type must be application/json");
    }
    Optional<String> session = Optional.of(NO_SESSION);
    Optional<String> said = exchange.header(SESSION);
    if (said.isPresent()) {
      session = server.session(said.get().strip());
    }
    if (session.isEmpty()) {
      // The client begins anew, as the protocol wants.
      exchange.json(404, error("no such session; send initialize"));
      return;
    }
    EventStream out = new EventStream(exchange);
    Answered answer =
        server.handle(
            exchange.body(),
            new Incoming(caller(exchange, session.get()), Optional.of(exchange::header)),
            out);
    try {
      answer.session().ifPresent(id -> exchange.answerHeader(SESSION, id));
      if (answer.body().isEmpty()) {
        out.end(answer.status());
      } else {
        out.end(answer.status(), answer.body().get());
      }
    } catch (IOException gone) {
      answer.receipt().lost();
      throw gone;
    }
  }

  private void delete(Exchange exchange) throws IOException {
    Optional<String> name = exchange.header(SESSION).flatMap(server::session);
    if (name.isEmpty()) {
      exchange.json(404, error("no such session"));
      return;
    }
    var _ = server.endSession(exchange.header(SESSION).orElseThrow().strip());
    tools.lost(caller(exchange, name.get()).owner(), name.get());
    exchange.empty(200);
  }

  private static ToolCall caller(Exchange exchange, String session) {
    Optional<String> owner = exchange.header(OWNER).or(() -> exchange.query("owner"));
    Optional<String> directory = exchange.header(DIRECTORY).or(() -> exchange.query("directory"));
    Path from = Path.of(directory.orElse(System.getProperty("user.home")));
    if (!from.isAbsolute()) {
      throw new IllegalArgumentException(DIRECTORY + " must be absolute");
    }
    ToolCall call =
        ToolCall.of(Caller.of(owner.orElse(Caller.DEFAULT_OWNER)).owner())
            .session(session)
            .from(from, System.getenv());
    return owner.isPresent()
        ? call
        : call.ownerNote(
            "Nobody said whose agent this is; set the header "
                + OWNER
                + " (or "
                + AgentOwner.VARIABLE
                + " with 'errand mcp') so that your jobs are yours.");
  }

  private static byte[] error(String message) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("jsonrpc", "2.0").putNull("id");
    answer.putObject("error").put("code", INVALID_REQUEST).put("message", message);
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }
}
