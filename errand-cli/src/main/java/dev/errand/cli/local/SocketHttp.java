package dev.errand.cli.local;

import dev.errand.daemon.home.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One question to the daemon of a home, and its answer. */
final class SocketHttp {
  private final Home home;

  SocketHttp(Home home) {
    this.home = home;
  }

  /**
   * Asks; answers the body.
   *
   * @throws IOException if nobody is there, or refuses
   */
  String ask(String method, String path) throws IOException {
    home.check();
    home.checkSocket();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.socket()))) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(
          (method + " " + path + " HTTP/1.0\r\nHost: errand\r\nContent-Length: 0\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new IOException("the daemon went away");
      }
      if (!answer.startsWith("200", "HTTP/1.1 ".length())) {
        throw new IOException("the daemon answered: " + answer.lines().findFirst().orElse(""));
      }
      return answer.substring(end + 4);
    }
  }
}
