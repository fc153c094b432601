package dev.errand.mcp.protocol;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of handshakes. Nothing is kept of them but that they were ended: an id is signed,
 * and so known to be ours. Thread-safe.
 */
final class HandshakeSessions {
  private static final int NAME_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int MOST_ENDED = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final Signer signer = new Signer(random(KEY_BYTES));
  private final Set<String> ended = new LinkedHashSet<>();

  private byte[] random(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  String begin() {
    String name = HexFormat.of().formatHex(random(NAME_BYTES));
    return name + "-" + HexFormat.of().formatHex(signer.sign(bytes(name)));
  }

  /** The name of the session, if this is the id of one that goes on. */
  Optional<String> find(String id) {
    int dash = id.indexOf('-');
    if (dash != 2 * NAME_BYTES) {
      return Optional.empty();
    }
    String name = id.substring(0, dash);
    try {
      byte[] signature = HexFormat.of().parseHex(id.substring(dash + 1));
      return signer.isSignature(signature, bytes(name)) && goesOn(name)
          ? Optional.of(name)
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private synchronized boolean goesOn(String name) {
    return !ended.contains(name);
  }

  synchronized boolean end(String id) {
    Optional<String> name = find(id);
    if (name.isPresent() && ended.size() >= MOST_ENDED) {
      ended.remove(ended.iterator().next());
    }
    name.ifPresent(ended::add);
    return name.isPresent();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
