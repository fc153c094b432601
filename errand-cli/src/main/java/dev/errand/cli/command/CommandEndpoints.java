package dev.errand.cli.command;

import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.cli.Version;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.Daemon;
import dev.errand.daemon.http.Exchange;
import dev.errand.daemon.http.Router;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Where clients send what was typed; see {@code dev.errand.cli.wire}. */
public final class CommandEndpoints implements Daemon.Extension {
  private final Confirmations confirmations = new Confirmations();

  record Confirmed(boolean confirmed) {}

  /** Does what a client wants, and answers the exit code. */
  @FunctionalInterface
  private interface Answering {
    int code(RemoteClient client) throws IOException, InterruptedException;
  }

  @Override
  public void addTo(Router router, Daemon daemon) {
    CommandRunner runner = new CommandRunner(daemon.errands());
    McpMessages mcp = new McpMessages(daemon.mcp(), daemon.tools());
    router
        .add(
            "POST",
            Protocol.MCP_PATH,
            exchange -> answer(exchange, client -> mcp.answer(client.words(), client)))
        .add(
            "POST",
            Protocol.COMMAND_PATH,
            exchange -> answer(exchange, client -> code(client, runner)))
        .add(
            "POST",
            Protocol.CONFIRM_PATH + "{token}",
            exchange ->
                exchange.ok(
                    new Confirmed(
                        confirmations.confirm(
                            exchange.path("token"),
                            exchange.query("written").filter("false"::equals).isEmpty()))))
        .add("POST", "/v1/stop", exchange -> stop(exchange, daemon));
  }

  private void answer(Exchange exchange, Answering answering)
      throws IOException, InterruptedException {
    if (!exchange.header("Content-Type").orElse("").equals(Protocol.COMMAND_TYPE)) {
      throw new IllegalArgumentException("Content-Type must be " + Protocol.COMMAND_TYPE);
    }
    CommandRequest request;
    try {
      request = CommandRequest.read(new ByteArrayInputStream(exchange.body()));
    } catch (IOException wrong) {
      throw new IllegalArgumentException("no command: " + wrong.getMessage(), wrong);
    }
    try (OutputStream frames =
        new BufferedOutputStream(exchange.stream(Protocol.FRAMES_TYPE), 16 * 1024)) {
      RemoteClient client;
      try {
        client = new RemoteClient(request, frames, confirmations);
      } catch (UsageException wrong) {
        RemoteClient elsewhere = new RemoteClient(inRoot(request), frames, confirmations);
        Say.line(elsewhere, wrong.getMessage());
        elsewhere.exit(ExitCodes.USAGE);
        return;
      }
      client.exit(answering.code(client));
    }
  }

  private static CommandRequest inRoot(CommandRequest request) {
    return new CommandRequest(
        request.version(),
        request.key(),
        "/".getBytes(StandardCharsets.UTF_8),
        List.of(),
        List.of(),
        request.terminals(),
        request.columns(),
        request.rows());
  }

  private static int code(RemoteClient client, CommandRunner runner)
      throws IOException, InterruptedException {
    if (!client.version().equals(Version.number())) {
      Say.line(
          client,
          "the daemon is version "
              + Version.number()
              + ", this client is "
              + client.version()
              + ": 'errand daemon restart' loses nothing");
    }
    try {
      return runner.run(client.words(), client);
    } catch (UsageException wrong) {
      Say.line(client, wrong.getMessage());
      return ExitCodes.USAGE;
    }
  }

  private static void stop(Exchange exchange, Daemon daemon) throws IOException {
    boolean cancel = exchange.query("cancel").filter("true"::equals).isPresent();
    exchange.ok(Map.of("stopping", true));
    daemon.stop(cancel);
  }
}
