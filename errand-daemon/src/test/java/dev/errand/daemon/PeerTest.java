package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.http.HttpServer;
import dev.errand.daemon.http.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The Unix socket")
final class PeerTest {
  @TempDir private Path folder;

  private UnixHttp.Answer asked(String user) throws IOException {
    Path socket = folder.resolve(user + ".sock");
    Router router = new Router().add("GET", "/", exchange -> exchange.ok("hello"));
    try (HttpServer server = new HttpServer(socket, user, 0, Optional.of("token"), router)) {
      server.start();
      return new UnixHttp(socket).get("/");
    }
  }

  @Test
  @DisplayName("asks the kernel who is at the other end, and refuses another user")
  void peer() throws IOException {
    assertThat(asked(System.getProperty("user.name")).status()).isEqualTo(200);
    UnixHttp.Answer refused = asked("somebody-else");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("serves the user somebody-else only");
  }
}
