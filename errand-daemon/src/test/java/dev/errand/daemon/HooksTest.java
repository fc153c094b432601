package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("A hook")
final class HooksTest {
  private static final long NET_SECONDS = 60;

  @TempDir private Path folder;
  private Home home;
  private Daemon daemon;
  private UnixHttp http;

  @BeforeEach
  void start() throws IOException {
    home = new Home(folder.resolve("home"));
    open();
  }

  private void open() throws IOException {
    daemon = Daemon.start(home, "1", (_, _) -> {});
    http = new UnixHttp(home.socket());
  }

  @AfterEach
  void stop() {
    daemon.stop(true);
    daemon.close();
  }

  private String started(String hook, String value, String... argv) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("argv", List.of(argv));
    body.put("cwd", folder.toString());
    body.put("env", Map.of("PATH", "/usr/bin:/bin"));
    body.put("owner", "a");
    body.put(hook, value);
    UnixHttp.Answer answer = http.post("/v1/jobs", Json.text(body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().get("id").asString();
  }

  private Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  @Test
  @DisplayName("that is a command gets the mail on stdin and its fields as variables")
  void command() throws Exception {
    Path pipe = pipe("told");
    String id =
        started(
            "onComplete",
            "{ echo \"$ERRAND_ID $ERRAND_OWNER $ERRAND_STATUS $ERRAND_EXIT_CODE\"; cat; } > told",
            "sh",
            "-c",
            "echo the result; exit 3");
    String told = Files.readString(pipe);
    assertThat(told.lines().findFirst()).contains(id + " a FAILED 3");
    assertThat(told).contains("the result");
    // In place of the inbox: there is nothing for its owner.
    assertThat(http.get("/v1/inbox?owner=a").json().get("jobs")).isEmpty();
    assertThat(http.get("/v1/jobs/" + id + "?owner=a").json().get("owner").asString())
        .isEqualTo("a");
  }

  @Test
  @DisplayName("that is a command and fails is run again, with the same delivery")
  void commandAgain() throws Exception {
    Path pipe = pipe("told");
    var _ =
        started(
            "onComplete",
            "echo \"$ERRAND_DELIVERY_ID $ERRAND_ATTEMPT\" > told; [ $ERRAND_ATTEMPT = 2 ]",
            "true");
    String[] first = Files.readString(pipe).strip().split(" ", -1);
    String[] second = Files.readString(pipe).strip().split(" ", -1);
    assertThat(first[1]).isEqualTo("1");
    assertThat(second[1]).isEqualTo("2");
    assertThat(second[0]).isEqualTo(first[0]);
  }

  private record Posted(String body, String signature) {}

  @Test
  @DisplayName("that is a URL is posted to, signed, and again after a failure and a restart")
  void webhook() throws Exception {
    BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> answers = new LinkedBlockingQueue<>(List.of(500, 204));
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        (HttpExchange exchange) -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String signature = exchange.getRequestHeaders().getFirst("Errand-Signature");
          exchange.sendResponseHeaders(answers.remove(), -1);
          exchange.close();
          posted.add(new Posted(body, signature));
        });
    receiver.start();
    try {
      String id =
          started(
              "webhook",
              "http://127.0.0.1:" + receiver.getAddress().getPort() + "/told",
              "echo",
              "done");
      Posted first = posted.poll(NET_SECONDS, TimeUnit.SECONDS);
      daemon.close();
      open(); // what is still to be told is known to the next daemon
      Posted second = posted.poll(NET_SECONDS, TimeUnit.SECONDS);
      JsonNode one = Json.tree(first.body());
      JsonNode other = Json.tree(second.body());
      assertThat(one.get("job").get("id").asString()).isEqualTo(id);
      assertThat(one.get("text").asString()).contains("done");
      assertThat(other.get("deliveryId")).isEqualTo(one.get("deliveryId"));
      assertThat(second.signature()).isEqualTo("sha256=" + hmac(second.body()));
    } finally {
      receiver.stop(0);
    }
  }

  private String hmac(String body) throws IOException, GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Files.readString(home.webhookKey()).strip().getBytes(StandardCharsets.US_ASCII),
            "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
