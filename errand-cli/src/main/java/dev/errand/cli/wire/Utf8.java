package dev.errand.cli.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as it travels. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The text that these bytes are.
   *
   * @throws CharacterCodingException if they are no UTF-8
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
