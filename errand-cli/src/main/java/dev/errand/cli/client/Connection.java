package dev.errand.cli.client;

import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange over the socket of a home. HTTP/1.0: its answer ends with the connection, so
 * that there is next to nothing of HTTP to be understood here.
 */
public final class Connection implements AutoCloseable {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int LARGEST_PROBLEM = 64 << 10;

  /** {@code HTTP/1.1 } goes before the status. */
  private static final int STATUS_AT = 9;

  private final SocketChannel channel;
  private final InputStream in;

  private Connection(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /**
   * Connects; {@code null} if nobody is there. Where too many wait to be accepted it waits, too,
   * but on a virtual thread it would fail.
   *
   * @throws HomeException if somebody is, but may be somebody else
   * @throws ClientException if it cannot be done
   */
  static @Nullable Connection open(Home home) throws IOException {
    if (!Files.exists(home.root())) {
      return null;
    }
    home.check();
    try {
      home.checkSocket();
    } catch (NoSuchFileException nobody) {
      return null;
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(home.socket()));
      return new Connection(channel);
    } catch (ConnectException refused) {
      channel.close();
      return null;
    } catch (IOException failed) {
      channel.close();
      // The daemon may have taken its socket away since we looked at it.
      if (failed instanceof SocketException && !Files.exists(home.socket())) {
        return null;
      }
      throw new ClientException("cannot connect to " + home.socket() + ": " + failed.getMessage());
    }
  }

  /**
   * Connects, and starts a daemon if nobody is there; {@code null} if the one that leaves has not
   * left yet, so that it is worth trying again.
   *
   * @throws HomeException if the home cannot be used
   * @throws ClientException if no daemon can be started
   */
  static @Nullable Connection openOrStart(Home home) throws IOException {
    Connection connection = null;
    try {
      connection = open(home);
    } catch (HomeException notYet) {
      // A daemon that is just starting makes its socket before it takes others' rights away. Who
      // has the lock of those who start one sees the socket as it stays.
    }
    return connection == null ? new DaemonStarter(home).start() : connection;
  }

  /**
   * Asks one question; answers the body of the answer, or nothing if nobody is there.
   *
   * @throws HomeException if somebody is there, but may be somebody else
   * @throws ClientException if the answer is a refusal
   */
  public static Optional<String> ask(Home home, String method, String path) throws IOException {
    try (Connection connection = open(home)) {
      if (connection == null) {
        return Optional.empty();
      }
      connection.send(method, path, new byte[0]);
      int status = connection.status();
      if (status != Protocol.OK) {
        throw new ClientException(connection.problem(status));
      }
      return Optional.of(new String(connection.in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Sends a POST. That it could not be sent is seen when the answer does not come. */
  void post(String path, byte[] body) {
    send("POST", path, body);
  }

  private void send(String method, String path, byte[] body) {
    String head =
        method
            .concat(" ")
            .concat(path)
            .concat(" HTTP/1.0\r\nHost: errand\r\nContent-Type: ")
            .concat(Protocol.COMMAND_TYPE)
            .concat("\r\nContent-Length: ")
            .concat(Integer.toString(body.length))
            .concat("\r\n\r\n");
    try {
      write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      write(ByteBuffer.wrap(body));
    } catch (IOException notTaken) {
      // Whoever refuses a request need not read all of it, and the refusal is worth reading.
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads the head of the answer and returns its status. */
  int status() throws IOException {
    StringBuilder head = new StringBuilder(256);
    while (!endsWithEmptyLine(head)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no answer");
      }
      if (head.length() == LONGEST_HEAD) {
        throw new ProtocolException("the head of the answer is too long");
      }
      head.append((char) next);
    }
    try {
      if (head.indexOf("HTTP/1.") == 0) {
        return Integer.parseInt(head, STATUS_AT, STATUS_AT + 3, 10);
      }
    } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
      // said below
    }
    throw new ProtocolException("whoever listens there does not speak HTTP");
  }

  private static boolean endsWithEmptyLine(StringBuilder head) {
    int length = head.length();
    return length >= 4
        && head.charAt(length - 1) == '\n'
        && head.charAt(length - 2) == '\r'
        && head.charAt(length - 3) == '\n'
        && head.charAt(length - 4) == '\r';
  }

  /** What comes behind the head. */
  InputStream body() {
    return in;
  }

  /** Why the request was refused, after a status other than 200. */
  String problem(int status) throws IOException {
    String json = new String(in.readNBytes(LARGEST_PROBLEM), StandardCharsets.UTF_8);
    String detail = ProblemText.detail(json);
    return detail.isEmpty() ? "the daemon answered with HTTP status " + status : detail;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException closed) {
      // nothing is lost by that
    }
  }
}
