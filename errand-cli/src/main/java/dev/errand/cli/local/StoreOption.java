package dev.errand.cli.local;

import dev.errand.cli.UsageException;
import dev.errand.daemon.HomeStore;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.Settings;
import dev.errand.daemon.home.StoreChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code --store}: which database has the jobs from now on. What cannot be used is not remembered.
 */
final class StoreOption {
  private static final String STDIN = "-";

  private final Optional<String> said;

  StoreOption(Optional<String> said) {
    this.said = said.map(String::strip).map(StoreOption::url);
  }

  /** A URL with a password is better not typed where others may read it. */
  private static String url(String said) {
    if (!said.equals(STDIN)) {
      return said;
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line != null) {
        return line.strip();
      }
    } catch (IOException unreadable) {
      // said below
    }
    throw new UsageException("--store -: there is no URL on stdin");
  }

  void mustNotBeSaid() {
    if (said.isPresent()) {
      throw new UsageException("--store goes with run, start and restart");
    }
  }

  /** Whether it says another store than the one that is remembered. */
  boolean isAnother(Home home) {
    String remembered = new StoreChoice(home).url().orElse(StoreChoice.FILE);
    return said.filter(it -> !it.equals(remembered)).isPresent();
  }

  /**
   * Looks whether it can be used.
   *
   * @throws UsageException if it is none
   * @throws dev.errand.StoreException if not, with the reason and the way out
   */
  void check(Home home) {
    if (said.isEmpty() || said.get().equals(StoreChoice.FILE)) {
      return;
    }
    try {
      var _ = HomeStore.look(said.get(), home, Settings.of(home));
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--store: " + wrong.getMessage());
    }
  }

  /** Remembers it, if it was said and can be used. */
  void remember(Home home) throws IOException {
    if (said.isPresent()) {
      home.prepare();
      check(home);
      new StoreChoice(home).remember(said.get());
    }
  }
}
