package dev.errand.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client of {@code errand mcp} that asks one thing at a time. */
final class McpClient implements AutoCloseable {
  private final Process bridge;
  private final BufferedReader answers;
  private int id;

  McpClient(String errand, Path home, String owner) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(errand, "mcp", "--owner", owner);
    builder.environment().put("ERRAND_HOME", home.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    bridge = builder.start();
    answers = bridge.inputReader(StandardCharsets.UTF_8);
  }

  void initialize() throws IOException {
    ask("initialize", "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}");
  }

  void call(String params) throws IOException {
    ask("tools/call", params);
  }

  private void ask(String method, String params) throws IOException {
    id++;
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}\n"
            .formatted(id, method, params);
    bridge.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
    bridge.getOutputStream().flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new EOFException("the bridge has ended");
    }
    if (!answer.startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":")) {
      throw new IOException("not what was asked for: " + answer);
    }
  }

  @Override
  public void close() throws IOException {
    bridge.getOutputStream().close();
    try {
      Expect.count("exit code of the bridge", 0, bridge.waitFor());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
