package dev.errand.mcp.protocol;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sessions of handshakes. Nothing is kept of them but that they were ended: an id is signed,
 * and so known to be ours. Thread-safe.
 */
final class HandshakeSessions {
  private static final int RANDOM_BYTES = 16;
  private static final int MOST_ENDED = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Set<String> ended = new LinkedHashSet<>();

  HandshakeSessions() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  String begin() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String name = HexFormat.of().formatHex(bytes);
    return name + "-" + signature(name);
  }

  /** The name of the session, if this is the id of one that goes on. */
  Optional<String> find(String id) {
    int dash = id.indexOf('-');
    if (dash < 0 || dash > 2 * RANDOM_BYTES) {
      return Optional.empty();
    }
    String name = id.substring(0, dash);
    byte[] given = id.substring(dash + 1).getBytes(StandardCharsets.UTF_8);
    byte[] right = signature(name).getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      return MessageDigest.isEqual(given, right) && !ended.contains(name)
          ? Optional.of(name)
          : Optional.empty();
    }
  }

  synchronized boolean end(String id) {
    Optional<String> name = find(id);
    if (name.isPresent() && ended.size() >= MOST_ENDED) {
      ended.remove(ended.iterator().next());
    }
    name.ifPresent(ended::add);
    return name.isPresent();
  }

  private String signature(String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(code, 0, RANDOM_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
