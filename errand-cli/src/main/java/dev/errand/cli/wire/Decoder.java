package dev.errand.cli.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes values out of bytes, as the package says. Whoever sent them may be hostile: no length is
 * believed further than what may still come, so that none makes us allocate more than that.
 */
final class Decoder {
  private static final int LENGTH = 4;

  private final InputStream in;
  private int left;

  /** Reads at most so many bytes. */
  Decoder(InputStream in, int atMost) {
    this.in = in;
    this.left = atMost;
  }

  int number() throws IOException {
    take(LENGTH);
    return octetOf(in) << 24 | octetOf(in) << 16 | octetOf(in) << 8 | octetOf(in);
  }

  int octet() throws IOException {
    take(1);
    return octetOf(in);
  }

  byte[] bytes() throws IOException {
    int length = number();
    take(length);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw cut();
    }
    return bytes;
  }

  String text() throws IOException {
    return Utf8.decode(bytes());
  }

  List<byte[]> listOfBytes() throws IOException {
    int size = size();
    List<byte[]> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(bytes());
    }
    return list;
  }

  List<String> listOfTexts() throws IOException {
    int size = size();
    List<String> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(text());
    }
    return list;
  }

  /** Nothing may follow. */
  void end() throws IOException {
    if (in.read() >= 0) {
      throw new ProtocolException("there is more than there should be");
    }
  }

  static EOFException cut() {
    return new EOFException("the connection ended too early");
  }

  private int size() throws IOException {
    int size = number();
    if (size < 0 || size > left / LENGTH) {
      throw tooMuch();
    }
    return size;
  }

  private void take(int bytes) throws IOException {
    if (bytes < 0 || bytes > left) {
      throw tooMuch();
    }
    left -= bytes;
  }

  private static int octetOf(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw cut();
    }
    return octet;
  }

  private static ProtocolException tooMuch() {
    return new ProtocolException("a length is negative or beyond what is allowed");
  }
}
