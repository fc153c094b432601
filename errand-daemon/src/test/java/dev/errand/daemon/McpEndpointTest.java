package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.home.Home;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("The Model Context Protocol over HTTP")
final class McpEndpointTest {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";
  private static final int LARGEST = 4 << 20;

  @TempDir private Path folder;
  private Daemon daemon;
  private UnixHttp http;

  @BeforeEach
  void start() throws IOException {
    Home home = new Home(folder.resolve("home"));
    daemon = Daemon.start(home, "1", (_, _) -> {});
    http = new UnixHttp(home.socket());
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  @DisplayName("answers a message with one JSON object, and a notification with nothing")
  void answers() throws IOException {
    UnixHttp.Answer answer = http.post("/mcp", PING);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo(JSON);
    assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    UnixHttp.Answer none =
        http.post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assertThat(none.status()).isEqualTo(202);
    assertThat(none.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH"})
  @DisplayName("takes no other method than POST and DELETE, and says so")
  void method(String method) throws IOException {
    UnixHttp.Answer answer = http.send(method, "/mcp", JSON, "");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.type()).isEqualTo(PROBLEM);
    assertThat(answer.json().get("detail").stringValue()).contains("DELETE", "POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application", ""})
  @DisplayName("takes JSON only, so that no page can send it what a form can")
  void contentType(String type) throws IOException {
    UnixHttp.Answer answer = http.send("POST", "/mcp", type, PING);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM);
    assertThat(answer.json().get("detail").stringValue())
        .isEqualTo("Content-Type must be application/json");
  }

  @Test
  @DisplayName("takes JSON in whatever case and with a character set")
  void contentTypes() throws IOException {
    assertThat(http.send("POST", "/mcp", "Application/JSON; charset=utf-8", PING).status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("a body of 4 MiB is read, and one that is larger is refused")
  void tooLarge() throws IOException {
    String longest = PING + " ".repeat(LARGEST - PING.length());
    assertThat(http.post("/mcp", longest).status()).isEqualTo(200);
    UnixHttp.Answer answer = http.post("/mcp", longest + " ");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").stringValue()).contains("at most 4 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                      | null | -32700 | 400",
        "{\"jsonrpc\":                           | null | -32700 | 400",
        "{} {}                                   | null | -32700 | 400",
        "[]                                      | null | -32600 | 400",
        "{\"jsonrpc\":\"2.0\",\"id\":7}          | 7    | -32600 | 400",
        "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"} | 7 | -32600 | 400",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"pong\"} | 7 | -32601 | 200",
      })
  @DisplayName("what is no good message is answered as JSON-RPC wants, with the id if it has one")
  void badJson(String body, String id, int code, int status) throws IOException {
    error(http.post("/mcp", body), id, code, status);
  }

  @Test
  @DisplayName("a session that is none is a 404, so that the client begins anew")
  void noSession() throws IOException {
    UnixHttp.Answer answer = http.send("POST", "/mcp", JSON + "\r\nMcp-Session-Id: none", PING);
    error(answer, "null", -32600, 404);
    assertThat(answer.json().get("error").get("message").stringValue()).contains("initialize");
    error(http.send("DELETE", "/mcp", JSON + "\r\nMcp-Session-Id: none", ""), "null", -32600, 404);
    error(http.send("DELETE", "/mcp", JSON, ""), "null", -32600, 404);
  }

  private static void error(UnixHttp.Answer answer, String id, int code, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(JSON);
    JsonNode json = answer.json();
    assertThat(json.propertyNames()).containsExactlyInAnyOrder("jsonrpc", "id", "error");
    assertThat(json.get("jsonrpc").stringValue()).isEqualTo("2.0");
    assertThat(json.get("id").toString()).isEqualTo(id);
    assertThat(json.get("error").propertyNames()).containsExactlyInAnyOrder("code", "message");
    assertThat(json.get("error").get("code").intValue()).isEqualTo(code);
    assertThat(json.get("error").get("message").stringValue()).isNotBlank();
  }
}
