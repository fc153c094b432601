package dev.errand.test.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A session of a server, as a pooler has it: messages of the protocol, version 3. */
final class PooledSession implements AutoCloseable {
  private static final int READY_FOR_QUERY = 'Z';
  private static final int IDLE = 'I';

  private final Socket socket;
  private final DataInputStream from;
  private final DataOutputStream to;
  private final byte[] greeting;

  /** Begins one with the packet a client has begun with. */
  PooledSession(int port, byte[] start) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    from = new DataInputStream(socket.getInputStream());
    to = new DataOutputStream(socket.getOutputStream());
    to.writeInt(start.length + Integer.BYTES);
    to.write(start);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    boolean unused = answer(new DataOutputStream(said));
    greeting = said.toByteArray();
  }

  /** What the server has said at the beginning. */
  byte[] greeting() {
    return greeting;
  }

  /** Passes on a message of which the type has been read. */
  void send(int type, DataInputStream client) throws IOException {
    pass(type, client, to);
  }

  /**
   * Passes on what the server says until it is ready, and does not flush it; whether it is in no
   * transaction then.
   */
  boolean answer(DataOutputStream client) throws IOException {
    while (true) {
      int type = from.readByte();
      byte[] body = pass(type, from, client);
      if (type == READY_FOR_QUERY) {
        return body[0] == IDLE;
      }
    }
  }

  private static byte[] pass(int type, DataInputStream from, DataOutputStream to)
      throws IOException {
    int length = from.readInt();
    byte[] body = new byte[length - Integer.BYTES];
    from.readFully(body);
    to.writeByte(type);
    to.writeInt(length);
    to.write(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
