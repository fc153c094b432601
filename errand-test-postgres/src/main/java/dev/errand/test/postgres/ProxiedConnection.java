package dev.errand.test.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connection through a {@link TcpProxy}: two sockets, and a thread for each way. */
final class ProxiedConnection {
  private static final int CHUNK = 64 << 10;
  private static final int WAYS = 2;

  private final Socket client;
  private final Socket server;
  private final AtomicInteger waysOpen = new AtomicInteger(WAYS);
  private final Consumer<ProxiedConnection> whenOver;

  ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> whenOver) {
    this.client = client;
    this.server = server;
    this.whenOver = whenOver;
  }

  void start(Valve toServer, Valve toClient) {
    Thread.ofVirtual().name("proxy-to-server").start(() -> pump(client, server, toServer));
    Thread.ofVirtual().name("proxy-to-client").start(() -> pump(server, client, toClient));
  }

  /**
   * The valve is looked at after each read, so nothing passes that was sent after it was shut; not
   * even that a side has gone.
   */
  private void pump(Socket from, Socket to, Valve valve) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
        valve.awaitOpen();
        output.write(chunk, 0, count);
      }
      valve.awaitOpen();
      to.shutdownOutput();
      if (waysOpen.decrementAndGet() == 0) {
        closeBoth();
      }
    } catch (IOException gone) {
      valve.awaitOpen();
      reset();
    }
  }

  /** Both sides get an error, not an end of the stream. */
  void reset() {
    reset(client);
    reset(server);
    whenOver.accept(this);
  }

  /** Without lingering, a close is a reset. */
  static void reset(Socket socket) {
    try (socket) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException gone) {
      // It need not be reset any more.
    }
  }

  private void closeBoth() throws IOException {
    client.close();
    server.close();
    whenOver.accept(this);
  }
}
