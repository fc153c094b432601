package dev.errand.cli.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.List;

/**
 * What was typed, where, and with which environment.
 *
 * @param version of the client
 * @param key names this request; the same when it is sent again
 * @param directory the working directory, as the kernel has it
 * @param arguments as the kernel has them
 * @param environment as the kernel has it, each {@code NAME=value}
 * @param terminals {@link #STDIN}, {@link #STDOUT} and {@link #STDERR}, added: what is a terminal
 * @param columns of the terminal, 0 if unknown
 * @param rows of the terminal, 0 if unknown
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests, and a wrapper is a class more
public record CommandRequest(
    String version,
    String key,
    byte[] directory,
    List<byte[]> arguments,
    List<byte[]> environment,
    int terminals,
    int columns,
    int rows) {

  /** Stdin is a terminal. */
  public static final int STDIN = 1;

  /** Stdout is a terminal. */
  public static final int STDOUT = 2;

  /** Stderr is a terminal. */
  public static final int STDERR = 4;

  /** Copies the lists, not the bytes in them. */
  public CommandRequest {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** This request with other arguments, which make it another one. */
  public CommandRequest with(String otherKey, List<byte[]> otherArguments) {
    return new CommandRequest(
        version, otherKey, directory, otherArguments, environment, terminals, columns, rows);
  }

  /** Whether this stream, {@link #STDIN}, {@link #STDOUT} or {@link #STDERR}, is a terminal. */
  public boolean isTerminal(int stream) {
    return (terminals & stream) != 0;
  }

  /**
   * The request in bytes.
   *
   * @throws ProtocolException if they are more than {@link Protocol#MAX_REQUEST}
   */
  public byte[] encode() throws ProtocolException {
    byte[] bytes =
        new Encoder()
            .number(Protocol.VERSION)
            .text(version)
            .text(key)
            .bytes(directory)
            .listOfBytes(arguments)
            .listOfBytes(environment)
            .octet(terminals)
            .number(columns)
            .number(rows)
            .done();
    if (bytes.length > Protocol.MAX_REQUEST) {
      throw new ProtocolException(
          "arguments and environment have more than "
              + Protocol.MAX_REQUEST
              + " bytes together: put some of them into a file");
    }
    return bytes;
  }

  /** Writes {@link #encode}. */
  public void write(OutputStream out) throws IOException {
    out.write(encode());
    out.flush();
  }

  /**
   * Reads a request; the stream must end with it.
   *
   * @throws ProtocolException if it is none, is too big, or another protocol's
   * @throws java.io.EOFException if the stream ends within it
   * @throws java.nio.charset.CharacterCodingException if a string is no UTF-8
   */
  public static CommandRequest read(InputStream stream) throws IOException {
    Decoder in = new Decoder(new BufferedInputStream(stream), Protocol.MAX_REQUEST);
    int protocol = in.number();
    if (protocol != Protocol.VERSION) {
      throw new ProtocolException(
          "the client speaks version "
              + protocol
              + " of the protocol and the daemon version "
              + Protocol.VERSION
              + ": use the same version of errand for both");
    }
    CommandRequest request =
        new CommandRequest(
            in.text(),
            in.text(),
            in.bytes(),
            in.listOfBytes(),
            in.listOfBytes(),
            in.octet(),
            in.number(),
            in.number());
    in.end();
    return request;
  }
}
