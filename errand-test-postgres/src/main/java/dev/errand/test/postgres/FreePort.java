package dev.errand.test.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for listeners that go away and come back. They lie below those that Linux gives to outgoing
 * connections, so that none of these takes one meanwhile.
 */
final class FreePort {
  private static final int LOWEST = 18_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  /** Returns one that nobody listens at now. */
  static int find() throws IOException {
    IOException last = new IOException("not tried");
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        listen(port).close();
        return port;
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }

  /** Listens there, even if connections of a former listener have not been forgotten yet. */
  static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
    return socket;
  }

  private FreePort() {}
}
