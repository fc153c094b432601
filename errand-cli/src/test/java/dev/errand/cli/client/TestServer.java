package dev.errand.cli.client;

import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A daemon of which the test says word by word what it does. */
final class TestServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final ServerSocketChannel server;

  TestServer(Path socket) throws IOException {
    this(socket, 0); // which is as many as usual
  }

  /**
   * Listens at this socket.
   *
   * @param backlog how many clients may wait to be accepted; the next one has to wait for that
   */
  TestServer(Path socket, int backlog) throws IOException {
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), backlog);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
  }

  /** Waits for the next client that asks for something, and reads what. */
  Call accept() throws Exception {
    CompletableFuture<Call> call = new CompletableFuture<>();
    var _ =
        Thread.startVirtualThread(() -> {
          try {
            call.complete(next());
          } catch (IOException | RuntimeException failed) {
            call.completeExceptionally(failed);
          }
        });
    return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS); // in vain: fails instead of hanging
  }

  private Call next() throws IOException {
    while (true) {
      SocketChannel channel = server.accept();
      Optional<Call> call = Call.of(channel);
      if (call.isPresent()) {
        return call.get();
      }
      channel.close(); // it only looked whether somebody is there
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /**
   * What one client asks for.
   *
   * @param head the request line and the headers
   */
  record Call(SocketChannel channel, String head, byte[] body) implements AutoCloseable {
    private static Optional<Call> of(SocketChannel channel) throws IOException {
      InputStream in = Channels.newInputStream(channel);
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0 && head.isEmpty()) {
          return Optional.empty();
        }
        if (next < 0) {
          throw new EOFException(head.toString());
        }
        head.append((char) next);
      }
      int length =
          head.toString()
              .lines()
              .filter(line -> line.startsWith("Content-Length: "))
              .mapToInt(line -> Integer.parseInt(line.substring(16)))
              .findAny()
              .orElseThrow();
      byte[] body = new byte[length];
      new DataInputStream(in).readFully(body);
      return Optional.of(new Call(channel, head.toString(), body));
    }

    String path() {
      return head.split(" ", 3)[1];
    }

    CommandRequest request() throws IOException {
      return CommandRequest.read(new ByteArrayInputStream(body));
    }

    List<String> words() throws IOException {
      return request().arguments().stream()
          .map(word -> new String(word, StandardCharsets.UTF_8))
          .toList();
    }

    Call ok() throws IOException {
      return say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    }

    Call say(String text) throws IOException {
      out().write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Call send(Frame... frames) throws IOException {
      for (Frame frame : frames) {
        frame.write(out());
      }
      return this;
    }

    private OutputStream out() {
      return Channels.newOutputStream(channel);
    }

    /** Waits until the client has closed its end. */
    void awaitEnd() throws IOException {
      if (Channels.newInputStream(channel).read() >= 0) {
        throw new AssertionError("the client sent more");
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
