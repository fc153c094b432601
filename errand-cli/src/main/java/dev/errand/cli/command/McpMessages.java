package dev.errand.cli.command;

import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.mcp.AgentOwner;
import dev.errand.mcp.JobTools;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.Answered;
import dev.errand.mcp.protocol.Incoming;
import dev.errand.mcp.protocol.McpServer;
import dev.errand.mcp.protocol.Outgoing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What {@code errand mcp} passes on: see {@link dev.errand.cli.wire.Protocol#MCP_PATH}. */
final class McpMessages {
  private static final byte[] NOTHING = {};

  private final McpServer server;
  private final JobTools tools;

  McpMessages(McpServer server, JobTools tools) {
    this.server = server;
    this.tools = tools;
  }

  /** Answers one message of a client; the exit code. */
  int answer(List<String> words, RemoteClient client) throws IOException {
    if (words.size() < 2 || words.size() > 3) {
      throw new UsageException("a session, an owner and a message are wanted");
    }
    String session = words.get(0);
    AgentOwner owner = owner(words.get(1), client);
    if (words.size() == 2) {
      tools.lost(owner.name(), session);
      return ExitCodes.OK;
    }
    ToolCall caller =
        ToolCall.of(owner.name())
            .ownerNote(owner.note())
            .session(session)
            .from(client.directory(), client.environment())
            .key("request " + client.requestKey());
    Answered answer =
        server.handle(
            words.get(2).getBytes(StandardCharsets.UTF_8),
            new Incoming(caller, Optional.empty()),
            new Lines(client));
    client.ifLost(answer.receipt()::lost);
    if (answer.body().isPresent()) {
      client.last(answer.body().get() + "\n");
    }
    return ExitCodes.OK;
  }

  private static AgentOwner owner(String said, Client client) {
    String name = said.strip();
    AgentOwner owner =
        name.isEmpty()
            ? AgentOwner.of(client.environment(), client.directory())
            : new AgentOwner(name, "");
    return new AgentOwner(Caller.of(owner.name()).owner(), owner.note());
  }

  private record Lines(Client client) implements Outgoing {
    @Override
    public void send(ObjectNode notification) throws IOException {
      client.out(notification + "\n");
    }

    @Override
    public void alive() throws IOException {
      client.out(NOTHING);
    }
  }
}
