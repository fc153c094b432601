package dev.errand.daemon.jobs;

import java.net.URI;
import java.net.URISyntaxException;

/** What is to be told of a job's end in place of its owner's inbox. */
public sealed interface Hook {
  /**
   * A line for {@code /bin/sh}, with the mail on its stdin.
   *
   * @param line the line
   * @param directory where it runs
   */
  record OnComplete(String line, String directory) implements Hook {
    /** Checks it. */
    public OnComplete {
      if (line.isBlank() || line.length() > 4_000 || line.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("on-complete must have 1 to 4,000 characters");
      }
    }
  }

  /**
   * A URL to which the mail is posted.
   *
   * @param url http or https
   */
  record Webhook(String url) implements Hook {
    /** Checks it. */
    public Webhook {
      try {
        URI uri = new URI(url);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || url.length() > 2_000) {
          throw new IllegalArgumentException(
              "webhook must be an http or https URL of at most 2,000 characters");
        }
      } catch (URISyntaxException wrong) {
        throw new IllegalArgumentException("webhook is no URL: " + wrong.getMessage());
      }
    }
  }
}
