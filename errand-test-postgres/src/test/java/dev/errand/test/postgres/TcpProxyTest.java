package dev.errand.test.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProxyTest {
  private static final int SHORT_MILLIS = 100;

  private ServerSocket listener;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    proxy = TcpProxy.inFrontOf(listener.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    listener.close();
  }

  /** Both ends of a connection through the proxy. */
  private record Ends(Socket client, Socket server) {}

  private Ends connect() throws IOException {
    return new Ends(new Socket(InetAddress.getLoopbackAddress(), proxy.port()), listener.accept());
  }

  @Test
  @DisplayName("a network that works carries bytes both ways, and the end of each")
  void works() throws IOException {
    Ends ends = connect();
    ends.client().getOutputStream().write(1);
    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    assertThat(proxy.connections()).isOne();
    ends.client().shutdownOutput();
    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    ends.server().getOutputStream().write(2);
    ends.server().close();
    assertThat(ends.client().getInputStream().read()).isEqualTo(2);
    assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  @DisplayName("a cut resets both sides and refuses new ones; healed, the port is the same")
  void cut() throws IOException {
    Ends ends = connect();
    ends.client().getOutputStream().write(1);
    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    int port = proxy.port();
    proxy.cut();
    assertThat(proxy.connections()).isZero();
    assertThatThrownBy(() -> ends.client().getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> ends.server().getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    proxy.heal();
    assertThat(proxy.port()).isEqualTo(port);
    works();
  }

  @Test
  @DisplayName("a cut is over when it returns: healed at once, the port is free")
  void healedAtOnce() throws IOException {
    int times = 50;
    for (int i = 0; i < times; i++) {
      proxy.cut();
      proxy.heal();
    }
    works();
  }

  @Test
  @DisplayName("a black hole keeps connections and swallows nothing: healed, all arrives")
  void blackhole() throws IOException {
    Ends ends = connect();
    proxy.blackhole();
    ends.client().getOutputStream().write(1);
    ends.server().getOutputStream().write(2);
    assertSilent(ends.server());
    assertSilent(ends.client());
    proxy.heal();
    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    assertThat(ends.client().getInputStream().read()).isEqualTo(2);
  }

  @Test
  @DisplayName("in a black hole nobody learns that the other side is gone")
  void blackholeHidesDeath() throws IOException {
    Ends ends = connect();
    proxy.blackhole();
    ends.client().close();
    assertSilent(ends.server());
    proxy.heal();
    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  @DisplayName("a black hole for answers lets the server hear; a cut makes the outcome unknown")
  void blackholeAnswers() throws IOException {
    Ends ends = connect();
    proxy.blackholeAnswers();
    ends.client().getOutputStream().write(1);
    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    ends.server().getOutputStream().write(2);
    assertSilent(ends.client());
    proxy.cut();
    assertThatThrownBy(() -> ends.client().getInputStream().read())
        .isInstanceOf(SocketException.class);
  }

  @Test
  @DisplayName("where nobody listens, a client is reset")
  void nobodyThere() throws IOException {
    listener.close();
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(0);
  }
}
