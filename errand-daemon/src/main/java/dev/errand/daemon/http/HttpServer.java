package dev.errand.daemon.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP on a Unix socket, for those who may use it, and on 127.0.0.1, for those who have the token.
 */
public final class HttpServer implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int SELECTORS = 1;
  private static final int BACKLOG = 1_024;
  private static final int HEADERS = 16 * 1024;

  private final Server server;
  private final ServerConnector loopback;
  private final ExecutorService virtualThreads;
  private final Path socket;

  /**
   * A server that begins with {@link #start}.
   *
   * @param socket where the Unix socket is made; what is there is replaced
   * @param port of the loopback interface; 0 for any
   * @param user who may come by the Unix socket
   * @param token what those who come by the loopback interface must have; only tests want nothing
   */
  public HttpServer(Path socket, String user, int port, Optional<String> token, Router router) {
    this.socket = socket;
    QueuedThreadPool pool = new QueuedThreadPool(THREADS, 2);
    pool.setName("errand-http");
    pool.setDaemon(true);
    virtualThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("errand-http-", 0).factory());
    pool.setVirtualThreadsExecutor(virtualThreads);
    server = new Server(pool);
    server.setStopTimeout(0);
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    config.setSendDateHeader(false);
    config.setRequestHeaderSize(HEADERS);
    UnixDomainServerConnector unix =
        new UnixDomainServerConnector(server, null, null, null, 1, SELECTORS, http(config));
    unix.setUnixDomainPath(socket);
    unix.setIdleTimeout(0);
    unix.setAcceptQueueSize(BACKLOG);
    unix.setName("unix");
    loopback = new ServerConnector(server, null, null, null, 1, SELECTORS, http(config));
    loopback.setHost("127.0.0.1");
    loopback.setPort(port);
    loopback.setAcceptQueueSize(BACKLOG);
    loopback.setName("loopback");
    server.addConnector(unix);
    server.addConnector(loopback);
    server.setHandler(
        new ByConnector(unix, new PeerCheck(user, router), new LoopbackCheck(token, router)));
  }

  private static HttpConnectionFactory http(HttpConfiguration config) {
    return new HttpConnectionFactory(config);
  }

  /** Begins to answer. */
  public void start() throws IOException {
    Files.deleteIfExists(socket);
    try {
      server.start();
    } catch (IOException | RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IOException(failed);
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
  }

  /** Where the loopback interface is listened on. */
  public String url() {
    return "http://127.0.0.1:" + loopback.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the HTTP server does not stop", failed);
    } finally {
      virtualThreads.shutdownNow();
    }
  }

  /** Another guard for each way in. */
  private static final class ByConnector extends Handler.Sequence {
    private final UnixDomainServerConnector unix;
    private final Handler unixHandler;
    private final Handler loopbackHandler;

    ByConnector(UnixDomainServerConnector unix, Handler unixHandler, Handler loopbackHandler) {
      super(unixHandler, loopbackHandler);
      this.unix = unix;
      this.unixHandler = unixHandler;
      this.loopbackHandler = loopbackHandler;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean local = request.getConnectionMetaData().getConnector().equals(unix);
      return (local ? unixHandler : loopbackHandler).handle(request, response, callback);
    }
  }
}
