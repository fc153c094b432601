package dev.errand.cli.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts values into bytes, as the package says. */
final class Encoder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8_192);

  Encoder number(int value) {
    bytes.write(value >>> 24);
    bytes.write(value >>> 16);
    bytes.write(value >>> 8);
    bytes.write(value);
    return this;
  }

  Encoder octet(int value) {
    bytes.write(value);
    return this;
  }

  Encoder bytes(byte[] value) {
    number(value.length);
    bytes.writeBytes(value);
    return this;
  }

  Encoder text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  Encoder listOfBytes(List<byte[]> values) {
    number(values.size());
    for (byte[] value : values) {
      bytes(value);
    }
    return this;
  }

  Encoder listOfTexts(List<String> values) {
    number(values.size());
    for (String value : values) {
      text(value);
    }
    return this;
  }

  byte[] done() {
    return bytes.toByteArray();
  }
}
