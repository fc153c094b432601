package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("Bad messages of the Model Context Protocol")
final class BadTrafficTest {
  private static final int MANY = Integer.getInteger("errand.bad.messages", 3_000);
  private static final long SEED =
      Long.getLong("errand.bad.seed", System.nanoTime() & 0xffff_ffffL);

  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private static final String PONG = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

  /** More than this the daemon may not have open afterwards than before. */
  private static final int SPARE = 30;

  @TempDir Path folder;
  private DaemonHome home;
  private long daemon;

  @BeforeEach
  void open() throws Exception {
    home = new DaemonHome(folder.resolve("home"));
    String unused = home.out("ls");
    daemon = home.daemon().orElseThrow().pid();
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  @Test
  @DisplayName("over HTTP: the right error each time, nothing of the inside, nothing left behind")
  void http() throws Exception {
    String url = home.json("daemon", "status", "--json").get("url").stringValue() + "/mcp";
    String token = Files.readString(home.root().resolve("token")).strip();
    BadMessages messages = new BadMessages(SEED);
    int before = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < MANY; i++) {
        if (i == 1_000) {
          before = open(daemon);
        }
        BadMessages.Bad bad = messages.next();
        HttpRequest.Builder request = request(url, token);
        bad.modern()
            .ifPresent(method -> {
              request.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
              if (!bad.name().isEmpty()) {
                request.header("Mcp-Name", bad.name());
              }
            });
        HttpResponse<String> answer = send(client, request, bad.text());
        String what = "seed %d, message %d: %.300s".formatted(SEED, i, bad.text());
        JsonNode json = checked(answer.body(), what);
        assertThat(json.get("error").get("code").intValue()).as(what).isEqualTo(bad.code());
        assertThat(json.get("id").toString()).as(what).isEqualTo(bad.id());
        assertThat(answer.statusCode()).as(what).isEqualTo(bad.status());
      }
      mismatches(client, url, token);
      HttpResponse<String> good = send(client, request(url, token), PING);
      assertThat(Json.tree(good.body()).get("result").isEmpty()).isTrue();
    }
    assertThat(open(daemon)).isLessThan(before + SPARE);
    assertThat(home.daemon().orElseThrow().pid()).as("the daemon is the same").isEqualTo(daemon);
  }

  /** Headers that say something else than the message. */
  private static void mismatches(HttpClient client, String url, String token) throws Exception {
    String meta = BadMessages.META.formatted("");
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"job_list\","
            + meta
            + "}}";
    for (String[] headers :
        new String[][] {
          {"2025-11-25", "tools/call", "job_list"},
          {"2026-07-28", "tools/list", "job_list"},
          {"2026-07-28", "tools/call", "job_start"},
          {"2026-07-28", "tools/call", "=?base64?not base64?="},
          {"2026-07-28", "tools/call", "=?base64?am9iX3N0YXJ0?="},
        }) {
      HttpResponse<String> answer =
          send(
              client,
              request(url, token)
                  .header("MCP-Protocol-Version", headers[0])
                  .header("Mcp-Method", headers[1])
                  .header("Mcp-Name", headers[2]),
              body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Json.tree(answer.body()).get("error").get("code").intValue()).isEqualTo(-32020);
    }
  }

  private static HttpRequest.Builder request(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream");
  }

  private static HttpResponse<String> send(
      HttpClient client, HttpRequest.Builder request, String body) throws Exception {
    return client.send(
        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode checked(String answer, String what) {
    assertThat(answer)
        .as(what)
        .hasSizeLessThan(20_000)
        .doesNotContain("\tat ", "Exception", "dev.errand", "java.");
    return Json.tree(answer);
  }

  @Test
  @DisplayName("over stdio: the right error each time, and a good request afterwards works")
  void stdio() throws Exception {
    BadMessages messages = new BadMessages(SEED + 1);
    Map<String, Integer> expected = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      BadMessages.Bad bad = messages.next();
      lines.add(bad.text());
      expected.merge(bad.id() + " " + bad.code(), 1, Integer::sum);
    }
    Map<String, Integer> found = new TreeMap<>();
    Process bridge = bridge();
    int before = 0;
    try (BufferedReader answers = bridge.inputReader(StandardCharsets.UTF_8)) {
      Thread writer = Thread.startVirtualThread(() -> write(bridge, lines));
      for (int i = 0; i < MANY; i++) {
        if (i == 1_000) {
          before = open(daemon);
        }
        JsonNode json = checked(answers.readLine(), "seed " + SEED);
        String key = json.get("id") + " " + json.get("error").get("code");
        found.merge(key, 1, Integer::sum);
      }
      writer.join();
      assertThat(found).as("seed " + SEED).isEqualTo(expected);
      write(bridge, List.of(PING));
      assertThat(answers.readLine()).isEqualTo(PONG);
      bridge.getOutputStream().close();
      assertThat(answers.readLine()).isNull();
      assertThat(bridge.waitFor()).isZero();
    } finally {
      bridge.destroy();
    }
    assertThat(open(daemon)).isLessThan(before + SPARE);
  }

  @Test
  @DisplayName("over stdio: a message that is too long is answered with an error, and passed over")
  void tooLong() throws Exception {
    Process bridge = bridge();
    try (BufferedReader answers = bridge.inputReader(StandardCharsets.UTF_8)) {
      String longest = " ".repeat((3 << 20) - PING.length()) + PING;
      Thread writer =
          Thread.startVirtualThread(
              () -> write(bridge, List.of(" " + longest, "[".repeat(5 << 20), longest)));
      for (int i = 0; i < 2; i++) {
        JsonNode refused = checked(answers.readLine(), "message " + i);
        assertThat(refused.get("id").isNull()).isTrue();
        assertThat(refused.get("error").get("code").intValue()).isEqualTo(-32600);
        assertThat(refused.get("error").get("message").stringValue()).contains("at most 3 MiB");
      }
      assertThat(answers.readLine()).as("as long as may be").isEqualTo(PONG);
      writer.join();
      bridge.getOutputStream().close();
      assertThat(bridge.waitFor()).isZero();
    } finally {
      bridge.destroy();
    }
  }

  private Process bridge() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.command("mcp", "--owner", "bad"));
    builder.environment().put("ERRAND_HOME", home.root().toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  private static void write(Process bridge, List<String> lines) {
    try {
      OutputStream out = bridge.getOutputStream();
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }

  /** How many files and sockets a process has open. */
  private static int open(long pid) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) files.count();
    }
  }
}
