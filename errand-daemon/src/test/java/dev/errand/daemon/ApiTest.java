package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.home.Home;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("The API")
final class ApiTest {
  @TempDir private Path folder;
  private Daemon daemon;
  private UnixHttp http;

  @BeforeEach
  void start() throws IOException {
    Home home = new Home(folder.resolve("home"));
    daemon = Daemon.start(home, "1.2.3", (_, _) -> {});
    http = new UnixHttp(home.socket());
  }

  @AfterEach
  void stop() {
    daemon.stop(true);
    daemon.close();
  }

  private JsonNode started(Map<String, ?> more, String... argv) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>(Map.of("argv", List.of(argv), "cwd", "/"));
    body.putAll(more);
    UnixHttp.Answer answer = http.post("/v1/jobs", Json.text(body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode awaited(String id) throws IOException {
    UnixHttp.Answer answer =
        http.post("/v1/wait", Json.text(Map.of("ids", List.of(id), "timeout", "30s")));
    assertThat(answer.json().get("met").asBoolean()).as(answer.body()).isTrue();
    return answer.json().get("jobs").get(0);
  }

  @Test
  @DisplayName("status says who is there")
  void status() throws IOException {
    JsonNode status = http.get("/v1/status").json();
    assertThat(status.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.get("version").asString()).isEqualTo("1.2.3");
    assertThat(status.get("socket").asString()).isEqualTo(http.socket().toString());
    assertThat(status.get("url").asString()).startsWith("http://127.0.0.1:");
  }

  @Test
  @DisplayName("a job is started, ends, is shown, and its output is read")
  void whole() throws IOException {
    String id =
        started(Map.of("owner", "a"), "sh", "-c", "echo hello; exit 3").get("id").asString();
    JsonNode ended = awaited(id);
    assertThat(ended.get("status").asString()).isEqualTo("FAILED");
    assertThat(ended.get("exitCode").asInt()).isEqualTo(3);
    assertThat(ended.get("owner").asString()).isEqualTo("a");
    JsonNode output = http.get("/v1/jobs/" + id + "/output").json();
    assertThat(output.get("text").asString()).isEqualTo("hello\n");
    assertThat(http.get("/v1/jobs/" + id + "/output/raw?follow=true").body()).isEqualTo("hello\n");
    assertThat(http.get("/v1/jobs?all=true").json().get("jobs")).hasSize(1);
  }

  @Test
  @DisplayName("another owner's job looks like none")
  void owners() throws IOException {
    String id = started(Map.of("owner", "a"), "true").get("id").asString();
    UnixHttp.Answer foreign = http.get("/v1/jobs/" + id + "?owner=b");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.type()).isEqualTo("application/problem+json");
    assertThat(foreign.json().get("type").asString()).isEqualTo("urn:errand:problem:unknown-job");
    assertThat(http.get("/v1/jobs/" + id + "?owner=a").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("mail waits in its owner's inbox, is leased, confirmed, and does not come again")
  void mail() throws IOException {
    String id = started(Map.of("owner", "a"), "echo", "done").get("id").asString();
    awaited(id);
    assertThat(http.post("/v1/inbox/take", "{\"owner\":\"b\"}").json().get("mail")).isEmpty();
    JsonNode mail = http.post("/v1/inbox/take", "{\"owner\":\"a\"}").json().get("mail");
    assertThat(mail).hasSize(1);
    assertThat(mail.get(0).get("text").asString()).contains("done");
    String confirm =
        Json.text(
            Map.of("owner", "a", "deliveryIds", List.of(mail.get(0).get("deliveryId").asString())));
    assertThat(http.post("/v1/inbox/confirm", confirm).json().get("confirmed").asInt())
        .isEqualTo(1);
    assertThat(http.post("/v1/inbox/confirm", confirm).json().get("confirmed").asInt()).isZero();
    assertThat(http.get("/v1/inbox?owner=a").json().get("jobs")).isEmpty();
  }

  @Test
  @DisplayName("secrets are in no answer, and environment values are nowhere in the home")
  void secrets() throws IOException {
    JsonNode job =
        started(
            Map.of("env", Map.of("PATH", "/usr/bin:/bin", "MY_TOKEN", "sup3rs3cret")),
            "sh",
            "-c",
            "API_KEY=hunter2 true",
            "--password",
            "hunter2");
    awaited(job.get("id").asString());
    assertThat(job.toString()).doesNotContain("hunter2");
    assertThat(http.get("/v1/jobs?all=true").body()).doesNotContain("hunter2");
    assertThat(Contents.of(folder)).isNotEmpty().noneMatch(it -> it.contains("sup3rs3cret"));
  }

  @Test
  @DisplayName("what is wrong is said as a problem, and changes nothing")
  void wrong() throws IOException {
    assertThat(http.get("/v1/nothing").status()).isEqualTo(404);
    assertThat(http.post("/v1/status", "{}").status()).isEqualTo(405);
    for (String body :
        List.of(
            "",
            "null",
            "{",
            "{\"argv\":[\"true\"]}",
            "{\"argv\":[\"true\"],\"cwd\":\"relative\"}",
            "{\"argv\":[],\"cwd\":\"/\"}",
            "{\"argv\":[\"true\"],\"cwd\":\"/\",\"colour\":1}",
            "{\"argv\":[\"true\"],\"cwd\":\"/\",\"timeout\":\"5\"}",
            "{\"argv\":[\"true\"],\"cwd\":\"/\",\"owner\":\" \"}",
            "{\"argv\":[\"true\"],\"cwd\":\"/\",\"priority\":101}",
            "{\"argv\":[\"true\"],\"cwd\":\"/\",\"webhook\":\"file:///etc\"}")) {
      UnixHttp.Answer answer = http.post("/v1/jobs", body);
      assertThat(answer.status()).as(body + " → " + answer.body()).isEqualTo(400);
      assertThat(answer.json().get("detail").asString()).isNotEmpty();
    }
    assertThat(http.send("POST", "/v1/jobs", "text/plain", "{}").status()).isEqualTo(400);
    assertThat(http.get("/v1/jobs?all=true").json().get("jobs")).isEmpty();
  }

  @Test
  @DisplayName("metrics count jobs and deliveries")
  void metrics() throws IOException {
    awaited(started(Map.of(), "true").get("id").asString());
    assertThat(http.get("/metrics").body())
        .contains("errand_jobs{status=\"completed\"} 1\n")
        .contains("errand_deliveries{state=\"parked\"} 1\n");
  }
}
