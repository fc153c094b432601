package dev.errand.test.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a server, both on the loopback interface, that a test can cut,
 * plug up and heal. Its methods may be called from any thread and take effect before they return:
 * what is sent afterwards fares as they say.
 */
public final class TcpProxy implements AutoCloseable {
  private final int target;
  private final int port;
  private final Valve toServer = new Valve();
  private final Valve toClient = new Valve();
  private final Set<ProxiedConnection> connections = new HashSet<>();
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.port = FreePort.find();
    listen();
  }

  /** A network that works, in front of a port of 127.0.0.1. Nobody need listen there yet. */
  public static TcpProxy inFrontOf(int target) {
    try {
      return new TcpProxy(target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The port at 127.0.0.1 that clients connect to, always the same. */
  public int port() {
    return port;
  }

  /** How many connections there are now through it. */
  public synchronized int connections() {
    return connections.size();
  }

  /** Resets all connections, to both sides, and refuses new ones until {@link #heal}. */
  public void cut() {
    stopListening();
    resetAll();
    open(true, true);
  }

  /**
   * Keeps connections open and takes new ones, but lets nothing through, not even that a side is
   * gone. Nothing is lost: {@link #heal} delivers what was kept back, unless {@link #cut} came
   * first.
   */
  public void blackhole() {
    open(false, false);
  }

  /**
   * As {@link #blackhole}, but only for what the server says: it gets what it is told, and nobody
   * learns what became of it. Followed by {@link #cut} that is a commit of unknown outcome.
   */
  public void blackholeAnswers() {
    open(true, false);
  }

  /** Works again, at the same port. Does nothing to a network that works. */
  public synchronized void heal() {
    open(true, true);
    try {
      if (listener == null) {
        listen();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Cut for good. */
  @Override
  public void close() {
    cut();
  }

  private void open(boolean serverHears, boolean clientHears) {
    toServer.set(serverHears);
    toClient.set(clientHears);
  }

  private void listen() throws IOException {
    ServerSocket socket = FreePort.listen(port);
    listener = socket;
    acceptor = Thread.ofPlatform().daemon().name("proxy-" + port).start(() -> accept(socket));
  }

  /** The port is free only when nobody waits at the closed socket any more. */
  private void stopListening() {
    Thread ending;
    synchronized (this) {
      ending = acceptor;
      acceptor = null;
      closeListener();
    }
    boolean interrupted = false;
    while (ending != null && ending.isAlive()) {
      try {
        ending.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeListener() {
    try {
      if (listener != null) {
        listener.close();
        listener = null;
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        connect(socket, socket.accept());
      }
    } catch (IOException closed) {
      // Cut.
    }
  }

  /** Guards against a connection that was taken just before the cut: it is none of those reset. */
  private void connect(ServerSocket listening, Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      ProxiedConnection connection = new ProxiedConnection(client, server, this::forget);
      synchronized (this) {
        connections.add(connection);
      }
      if (listening.isClosed()) {
        connection.reset();
      } else {
        connection.start(toServer, toClient);
      }
    } catch (IOException nobodyThere) {
      ProxiedConnection.reset(client);
    }
  }

  private void resetAll() {
    List<ProxiedConnection> all;
    synchronized (this) {
      all = new ArrayList<>(connections);
    }
    all.forEach(ProxiedConnection::reset);
  }

  private synchronized void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }
}
