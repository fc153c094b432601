package dev.errand.clients;

import dev.errand.cli.whole.DaemonHome;
import dev.errand.daemon.http.McpEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The two ways to the daemon of a home. */
enum Transport {
  /** {@code errand mcp}, which the client starts. */
  STDIO,
  /** The daemon's address on the loopback interface. */
  HTTP;

  private static final String OWNER = "agent-7";

  static List<String> command(DaemonHome home) {
    return home.command("mcp");
  }

  static Map<String, String> environment(DaemonHome home) {
    Map<String, String> environment = new TreeMap<>(home.environment());
    environment.put("ERRAND_OWNER", OWNER);
    return environment;
  }

  /** The address of a daemon that is started if need be. */
  static String url(DaemonHome home) throws IOException, InterruptedException {
    if (home.status().isEmpty()) {
      var _ = home.out("ls");
    }
    return home.status().orElseThrow().get("url").stringValue() + McpEndpoint.PATH;
  }

  static Map<String, String> headers(DaemonHome home) throws IOException {
    String token = Files.readString(home.root().resolve("token")).strip();
    return Map.of("Authorization", "Bearer " + token, "Errand-Owner", OWNER);
  }

  /** As {@code seen.mjs} reads it. */
  String json(DaemonHome home) throws IOException, InterruptedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (this == STDIO) {
      command(home).forEach(json.putArray("command")::add);
      ObjectNode environment = json.putObject("env");
      environment(home).forEach(environment::put);
    } else {
      json.put("url", url(home));
      ObjectNode headers = json.putObject("headers");
      headers(home).forEach(headers::put);
    }
    return json.toString();
  }

  /** As arguments of the inspector. */
  List<String> ofInspector(DaemonHome home) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    if (this == HTTP) {
      words.addAll(List.of(url(home), "--transport", "http"));
      for (Map.Entry<String, String> header : headers(home).entrySet()) {
        words.addAll(List.of("--header", header.getKey() + ": " + header.getValue()));
      }
    } else {
      words.addAll(command(home));
    }
    return words;
  }
}
