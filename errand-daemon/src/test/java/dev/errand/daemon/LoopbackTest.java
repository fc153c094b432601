package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The loopback interface")
final class LoopbackTest {
  @TempDir private Path folder;
  private Home home;
  private Daemon daemon;
  private int port;

  @BeforeEach
  void start() throws IOException {
    home = new Home(folder.resolve("home"));
    daemon = Daemon.start(home, "1", (_, _) -> {});
    port = URI.create(daemon.status().url()).getPort();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private String status(String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET /v1/status HTTP/1.0\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).split(" ", -1)[1];
    }
  }

  private String host() {
    return "Host: 127.0.0.1:" + port;
  }

  private String bearer() throws IOException {
    return "Authorization: Bearer " + Files.readString(home.token()).strip();
  }

  @Test
  @DisplayName("answers whoever has the token")
  void token() throws IOException {
    assertThat(status(host(), bearer())).isEqualTo("200");
    assertThat(status("Host: localhost:" + port, bearer())).isEqualTo("200");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.token())))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("asks everybody else for it")
  void noToken() throws IOException {
    assertThat(status(host())).isEqualTo("401");
    assertThat(status(host(), "Authorization: Bearer ")).isEqualTo("401");
    assertThat(status(host(), bearer() + "0")).isEqualTo("401");
    assertThat(status(host(), bearer().replace("Bearer", "Basic"))).isEqualTo("401");
  }

  @Test
  @DisplayName("refuses another host, which may be a name that was made to point here")
  void rebinding() throws IOException {
    assertThat(status("Host: evil.example:" + port, bearer())).isEqualTo("403");
    assertThat(status("Host: 127.0.0.1", bearer())).isEqualTo("403");
    assertThat(status("Host: 127.0.0.1:1", bearer())).isEqualTo("403");
  }

  @Test
  @DisplayName("refuses pages of another origin")
  void origin() throws IOException {
    assertThat(status(host(), bearer(), "Origin: http://evil.example")).isEqualTo("403");
    assertThat(status(host(), bearer(), "Origin: null")).isEqualTo("403");
    assertThat(status(host(), bearer(), "Origin: http://127.0.0.1:" + port)).isEqualTo("200");
  }
}
