package dev.errand.daemon.home;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the user may set, in {@code errand.properties} in the home; read when the daemon starts.
 *
 * @param maxRunning how many jobs run at once; {@code max-running}, default 15
 * @param maxQueued how many may wait; {@code max-queued}, default 1,000
 * @param retention how long an ended job is kept whose owner has its result; {@code retention},
 *     default 7 days, as in {@code P7D} or {@code PT1H}
 * @param outputBudget how many bytes of disk all output together may use; {@code output-budget},
 *     default 4 GiB
 * @param port where the daemon listens on 127.0.0.1; {@code port}, default 0, which is any free one
 * @param host what this machine is called among those that share a store; {@code host}, default its
 *     host name. The same as long as the home is the same, and no other machine's
 * @param adoptionGrace how long commands of another home whose daemon is gone wait for the next one
 *     there, before they count as lost; {@code adoption-grace}, default 2 minutes. All homes of a
 *     store should have the same
 */
public record Settings(
    int maxRunning,
    int maxQueued,
    Duration retention,
    long outputBudget,
    int port,
    Optional<String> host,
    Duration adoptionGrace) {
  /** What holds where nothing is said. */
  public static final Settings DEFAULT =
      new Settings(
          15, 1_000, Duration.ofDays(7), 4L << 30, 0, Optional.empty(), Duration.ofMinutes(2));

  private static final String MAX_RUNNING = "max-running";
  private static final String MAX_QUEUED = "max-queued";
  private static final String RETENTION = "retention";
  private static final String OUTPUT_BUDGET = "output-budget";
  private static final String PORT = "port";
  private static final String HOST = "host";
  private static final String ADOPTION_GRACE = "adoption-grace";
  private static final Set<String> NAMES =
      Set.of(MAX_RUNNING, MAX_QUEUED, RETENTION, OUTPUT_BUDGET, PORT, HOST, ADOPTION_GRACE);
  private static final int LONGEST_HOST = 64;

  /**
   * What is set in this home.
   *
   * @throws HomeException if the file says something that cannot be
   */
  public static Settings of(Home home) {
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(home.settings())) {
      said.load(reader);
    } catch (NoSuchFileException nothing) {
      return DEFAULT;
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new HomeException(home.settings() + " cannot be read: " + unreadable.getMessage());
    }
    for (String name : said.stringPropertyNames()) {
      if (!NAMES.contains(name)) {
        throw new HomeException(
            home.settings()
                + ": unknown setting '"
                + name
                + "'; there are "
                + new TreeSet<>(NAMES));
      }
    }
    return new Settings(
        (int) number(said, home, MAX_RUNNING, DEFAULT.maxRunning, 1, 100_000),
        (int) number(said, home, MAX_QUEUED, DEFAULT.maxQueued, 0, 10_000_000),
        span(said, home, RETENTION, DEFAULT.retention),
        number(said, home, OUTPUT_BUDGET, DEFAULT.outputBudget, 1 << 20, Long.MAX_VALUE),
        (int) number(said, home, PORT, DEFAULT.port, 0, 65_535),
        host(said, home),
        span(said, home, ADOPTION_GRACE, DEFAULT.adoptionGrace));
  }

  private static Optional<String> host(Properties said, Home home) {
    Optional<String> host = Optional.ofNullable(said.getProperty(HOST)).map(String::strip);
    if (host.filter(it -> it.isEmpty() || it.length() > LONGEST_HOST).isPresent()) {
      throw new HomeException(
          home.settings() + ": host must have 1 to " + LONGEST_HOST + " characters");
    }
    return host;
  }

  private static long number(
      Properties said, Home home, String name, long otherwise, long least, long most) {
    String text = said.getProperty(name, String.valueOf(otherwise)).strip();
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException wrong) {
      // said below
    }
    throw new HomeException(
        home.settings()
            + ": "
            + name
            + " must be a number from "
            + least
            + " to "
            + most
            + ", not '"
            + text
            + "'");
  }

  private static Duration span(Properties said, Home home, String name, Duration otherwise) {
    String text = said.getProperty(name, otherwise.toString()).strip();
    try {
      Duration span = Duration.parse(text);
      if (!span.isNegative()) {
        return span;
      }
    } catch (DateTimeParseException wrong) {
      // said below
    }
    throw new HomeException(
        home.settings()
            + ": "
            + name
            + " must be a time as in P7D or PT12H, not negative, but is '"
            + text
            + "'");
  }
}
