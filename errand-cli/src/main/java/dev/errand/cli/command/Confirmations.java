package dev.errand.cli.command;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What clients have been asked to confirm. Thread-safe. */
final class Confirmations {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, CompletableFuture<Boolean>> open = new ConcurrentHashMap<>();

  /** A token to be confirmed. */
  String open() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    open.put(token, new CompletableFuture<>());
    return token;
  }

  /** Waits for it; false if it does not come in time, or the client could not write. */
  boolean await(String token, Duration atMost) throws InterruptedException {
    CompletableFuture<Boolean> answer = open.get(token);
    try {
      return answer != null && answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException never) {
      return false;
    } finally {
      open.remove(token);
    }
  }

  /** The client has written everything, or could not; false if nobody waits for that. */
  boolean confirm(String token, boolean written) {
    CompletableFuture<Boolean> answer = open.get(token);
    return answer != null && answer.complete(written);
  }
}
