package dev.errand.mcp.protocol;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs names, so that ours are known and none can be guessed. Thread-safe. */
final class Signer {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final SecretKeySpec key;

  Signer(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  byte[] sign(byte[] name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(name), BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Takes as long for a wrong one, wherever it is wrong. */
  boolean isSignature(byte[] given, byte[] name) {
    return MessageDigest.isEqual(given, sign(name));
  }
}
