package dev.errand.daemon.hooks;

import dev.errand.daemon.jobs.Hook;
import dev.errand.daemon.jobs.MailView;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts mail as JSON. Signed in {@code Errand-Signature: sha256=HEX}, an HMAC-SHA256 of the body
 * with the key in the home's {@code webhook-key}; a 2xx answer means that the mail was taken.
 */
final class Webhook {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(25);

  private final SecretKeySpec key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Webhook(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  void post(Hook.Webhook hook, MailView mail) throws IOException, InterruptedException {
    byte[] body = Json.bytes(mail);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hook.url()))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "errand")
            .header("Errand-Delivery-Id", mail.deliveryId())
            .header("Errand-Attempt", String.valueOf(mail.attempt()))
            .header("Errand-Signature", "sha256=" + signature(body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the webhook answered " + answer.statusCode());
    }
  }

  private String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
