package dev.errand.cli.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.List;

/** A piece of the answer to a command. */
public sealed interface Frame {

  /** Bytes for stdout. */
  @SuppressWarnings("ArrayRecordComponent") // output is copied as little as possible
  record Out(byte[] bytes) implements Frame {
    @Override
    public byte type() {
      return 'o';
    }

    @Override
    public byte[] payload() {
      return bytes;
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.out(this);
    }
  }

  /**
   * Bytes for stdout, and with them what is to be sent if the connection breaks after them: in one
   * piece, so that none of them is ever written twice or not at all.
   *
   * @param bytes for stdout
   * @param arguments as in {@link Resume}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Page(byte[] bytes, List<String> arguments) implements Frame {
    /** Copies the list. */
    public Page {
      arguments = List.copyOf(arguments);
    }

    @Override
    public byte type() {
      return 'q';
    }

    @Override
    public byte[] payload() {
      return new Encoder().bytes(bytes).listOfTexts(arguments).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.page(this);
    }
  }

  /** Bytes for stderr. */
  @SuppressWarnings("ArrayRecordComponent")
  record Err(byte[] bytes) implements Frame {
    @Override
    public byte type() {
      return 'e';
    }

    @Override
    public byte[] payload() {
      return bytes;
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.err(this);
    }
  }

  /**
   * From now on these arguments are to be sent if the connection breaks.
   *
   * @param arguments empty if nothing may be sent again
   */
  record Resume(List<String> arguments) implements Frame {
    /** Copies the list. */
    public Resume {
      arguments = List.copyOf(arguments);
    }

    @Override
    public byte type() {
      return 'r';
    }

    @Override
    public byte[] payload() {
      return new Encoder().listOfTexts(arguments).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.resume(this);
    }
  }

  /**
   * From now on this is to happen when the user interrupts the client.
   *
   * @param message what to say; may be empty
   * @param arguments what to send; may be empty
   */
  record Interrupt(String message, List<String> arguments) implements Frame {
    /** Copies the list. */
    public Interrupt {
      arguments = List.copyOf(arguments);
    }

    @Override
    public byte type() {
      return 'i';
    }

    @Override
    public byte[] payload() {
      return new Encoder().text(message).listOfTexts(arguments).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.interrupt(this);
    }
  }

  /**
   * Asks to say that all output up to here has been written.
   *
   * @param token names what is confirmed; letters, digits, {@code -} and {@code _}, at least one
   */
  record Confirm(String token) implements Frame {
    /**
     * Checks the token, which becomes a part of a path.
     *
     * @throws IllegalArgumentException if it has other characters or none
     */
    public Confirm {
      if (token.isEmpty()) {
        throw new IllegalArgumentException("a token must not be empty");
      }
      for (int i = 0; i < token.length(); i++) {
        char c = token.charAt(i);
        if (c >= 0x80 || !(Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
          throw new IllegalArgumentException(
              "a token has letters, digits, - and _ only, not '" + c + "'");
        }
      }
    }

    @Override
    public byte type() {
      return 'c';
    }

    @Override
    public byte[] payload() {
      return new Encoder().text(token).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.confirm(this);
    }
  }

  /** Shows that the daemon lives. */
  record Ping() implements Frame {
    @Override
    public byte type() {
      return 'p';
    }

    @Override
    public byte[] payload() {
      return new byte[0];
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.ping(this);
    }
  }

  /** The last one. */
  record Exit(int code) implements Frame {
    @Override
    public byte type() {
      return 'x';
    }

    @Override
    public byte[] payload() {
      return new Encoder().number(code).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.exit(this);
    }
  }

  /** The last one, with all output in it: either all of it arrives or nothing. */
  @SuppressWarnings("ArrayRecordComponent")
  record Last(byte[] out, byte[] err, int code) implements Frame {

    @Override
    public byte type() {
      return 'l';
    }

    @Override
    public byte[] payload() {
      return new Encoder().bytes(out).bytes(err).number(code).done();
    }

    @Override
    public void accept(Receiver receiver) {
      receiver.last(this);
    }
  }

  /** One method for each kind; a switch over types costs the client more than its whole work. */
  interface Receiver {
    /** Gets this one. */
    void out(Out frame);

    /** Gets this one. */
    void page(Page frame);

    /** Gets this one. */
    void err(Err frame);

    /** Gets this one. */
    void resume(Resume frame);

    /** Gets this one. */
    void interrupt(Interrupt frame);

    /** Gets this one. */
    void confirm(Confirm frame);

    /** Gets this one. */
    void ping(Ping frame);

    /** Gets this one. */
    void exit(Exit frame);

    /** Gets this one. */
    void last(Last frame);
  }

  /** The letter of its kind. */
  byte type();

  /** What travels behind type and length. */
  byte[] payload();

  /** Calls the method for its kind. */
  void accept(Receiver receiver);

  /**
   * Writes it, in one piece if the stream has a buffer, and does not flush.
   *
   * @throws IllegalArgumentException if its payload is longer than {@link Protocol#MAX_FRAME}
   */
  default void write(OutputStream out) throws IOException {
    byte[] payload = payload();
    if (payload.length > Protocol.MAX_FRAME) {
      throw new IllegalArgumentException(
          "a frame has at most " + Protocol.MAX_FRAME + " bytes, not " + payload.length);
    }
    out.write(new Encoder().octet(type()).number(payload.length).done());
    out.write(payload);
  }

  /**
   * Reads the next one.
   *
   * @throws ProtocolException if it is none or too big
   * @throws java.io.EOFException if the stream ends before or within it
   * @throws java.nio.charset.CharacterCodingException if a string is no UTF-8
   */
  static Frame read(InputStream in) throws IOException {
    int type = in.read();
    if (type < 0) {
      throw Decoder.cut();
    }
    byte[] payload = new Decoder(in, Protocol.MAX_FRAME + 4).bytes();
    if (type == 'o') {
      return new Out(payload);
    }
    if (type == 'e') {
      return new Err(payload);
    }
    Decoder content = new Decoder(new ByteArrayInputStream(payload), payload.length);
    Frame frame = decode(type, content);
    content.end();
    return frame;
  }

  private static Frame decode(int type, Decoder content) throws IOException {
    return switch (type) {
      case 'q' -> new Page(content.bytes(), content.listOfTexts());
      case 'r' -> new Resume(content.listOfTexts());
      case 'i' -> new Interrupt(content.text(), content.listOfTexts());
      case 'c' -> confirm(content.text());
      case 'p' -> new Ping();
      case 'x' -> new Exit(content.number());
      case 'l' -> new Last(content.bytes(), content.bytes(), content.number());
      default -> throw new ProtocolException("unknown frame type " + type);
    };
  }

  private static Confirm confirm(String token) throws ProtocolException {
    try {
      return new Confirm(token);
    } catch (IllegalArgumentException wrong) {
      throw new ProtocolException(wrong.getMessage());
    }
  }
}
