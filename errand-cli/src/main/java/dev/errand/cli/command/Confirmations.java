package dev.errand.cli.command;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What clients have been asked to confirm. Thread-safe. */
final class Confirmations {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, CountDownLatch> open = new ConcurrentHashMap<>();

  /** A token to be confirmed. */
  String open() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    open.put(token, new CountDownLatch(1));
    return token;
  }

  /** Waits for it; false if it does not come in time. */
  boolean await(String token, Duration atMost) throws InterruptedException {
    CountDownLatch latch = open.get(token);
    try {
      return latch != null && latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      open.remove(token);
    }
  }

  /** The client has written everything; false if nobody waits for that. */
  boolean confirm(String token) {
    CountDownLatch latch = open.get(token);
    if (latch == null) {
      return false;
    }
    latch.countDown();
    return true;
  }
}
