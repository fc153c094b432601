package dev.errand.cli.client;

import dev.errand.cli.console.Messages;
import dev.errand.cli.wire.BuildVersion;
import dev.errand.cli.wire.Frame;
import dev.errand.daemon.home.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A client at work, so that the JVM can record what it loads (JEP 514), with a made-up daemon that
 * lives in this process and leaves nothing behind. What a command does not need every day is not
 * here: each recorded class costs every start a little.
 */
public final class Training {
  private Training() {}

  /** Runs one command against the made-up daemon and returns its exit code. */
  public static int run(String[] args) throws IOException {
    Home home = new Home(Files.createTempDirectory("errand-train"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(home.socket()));
      Files.setPosixFilePermissions(home.socket(), PosixFilePermissions.fromString("rw-------"));
      new MadeUpDaemon(server).start();
      Home.of(System.getenv());
      return new Client(
              home,
              Surroundings.request(BuildVersion.NUMBER, args),
              OutputStream.nullOutputStream(),
              new Messages(System.err))
          .run();
    } finally {
      Files.deleteIfExists(home.socket());
      Files.deleteIfExists(home.root());
    }
  }

  /** Takes one connection and says what a daemon says in most answers. */
  private static final class MadeUpDaemon extends Thread {
    private final ServerSocketChannel server;

    MadeUpDaemon(ServerSocketChannel server) {
      super("errand-train");
      setDaemon(true);
      this.server = server;
    }

    @Override
    public void run() {
      try (SocketChannel client = server.accept()) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        new Frame.Interrupt("", List.of("detach")).write(answer);
        new Frame.Resume(List.of("again")).write(answer);
        new Frame.Out(new byte[] {'\n'}).write(answer);
        new Frame.Err(new byte[0]).write(answer);
        new Frame.Exit(0).write(answer);
        client.write(ByteBuffer.wrap(answer.toByteArray()));
        client.read(ByteBuffer.allocate(1)); // the rest may stay unread
        client.shutdownOutput();
      } catch (IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
