package dev.errand.test.postgres;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A pooler between clients and a server, both on the loopback interface, that gives each
 * transaction whichever session of the server is free, as PgBouncer does with {@code
 * pool_mode=transaction}. It knows what it needs for that and no more: no passwords, no encryption,
 * no {@code COPY}, one user and database.
 */
public final class TransactionPooler implements AutoCloseable {
  private static final int PROTOCOL_3 = 3 << 16;
  private static final int TERMINATE = 'X';
  private static final int QUERY = 'Q';
  private static final int SYNC = 'S';

  private final ServerSocket listener;
  private final PooledSessions sessions;

  private TransactionPooler(int target) throws IOException {
    listener = FreePort.listen(FreePort.find());
    sessions = new PooledSessions(target);
    Thread.ofPlatform().daemon().name("pooler-" + port()).start(this::accept);
  }

  /** In front of a server at a port of 127.0.0.1. */
  public static TransactionPooler inFrontOf(int target) {
    try {
      return new TransactionPooler(target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The port at 127.0.0.1 that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().name("pooler-client").start(() -> serve(client));
      }
    } catch (IOException closed) {
      // as it should be in the end
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream from = new DataInputStream(socket.getInputStream());
      DataOutputStream to =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      byte[] start = readStart(from, to);
      PooledSession session = sessions.take(start);
      to.write(session.greeting());
      sessions.giveBack(session);
      to.flush();
      while (transaction(from, to, start)) {
        // the next one, in another session
      }
    } catch (IOException gone) {
      // a client that took no leave, or a server that is gone
    }
  }

  /** Refuses encryption, until the client says who it is. */
  private static byte[] readStart(DataInputStream from, DataOutputStream to) throws IOException {
    while (true) {
      byte[] body = new byte[from.readInt() - Integer.BYTES];
      from.readFully(body);
      if (ByteBuffer.wrap(body).getInt() == PROTOCOL_3) {
        return body;
      }
      to.write('N');
      to.flush();
    }
  }

  /** Passes on what belongs to one transaction; false if the client takes leave instead. */
  private boolean transaction(DataInputStream from, DataOutputStream to, byte[] start)
      throws IOException {
    int type = from.readByte();
    if (type == TERMINATE) {
      return false;
    }
    PooledSession session = sessions.take(start);
    while (true) {
      session.send(type, from);
      if (type == QUERY || type == SYNC) {
        boolean isOver = session.answer(to);
        if (isOver) {
          sessions.giveBack(session); // before the client hears of it, and asks for the next one
        }
        to.flush();
        if (isOver) {
          return true;
        }
      }
      type = from.readByte();
    }
  }

  /** Ends it, with the sessions that are free. */
  @Override
  public void close() {
    try {
      listener.close();
      sessions.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
