package dev.errand.sql;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL store is, and how its processes look after each other. Immutable: each method
 * gives new options.
 *
 * @param url as JDBC has it; user and password may stand in it
 * @param user who connects; empty: as the URL says
 * @param password likewise
 * @param schema whose tables are used, made if it is not there and that is allowed; lower-case
 *     letters, digits and underscores. Default {@code errand}. Several stores may share a database
 * @param host where this process runs, and everything that finds its operating-system processes
 *     again. Default: the name of the machine
 * @param lease how long a process lives without being heard of; 3 s to 10 min, default 30 s. All
 *     processes of a store should have the same
 * @param adoptionGrace how long runs whose processes outlived their worker wait for one on the same
 *     host (contract K2); default 2 min
 */
public record PostgresOptions(
    String url,
    Optional<String> user,
    Optional<String> password,
    String schema,
    String host,
    Duration lease,
    Duration adoptionGrace) {
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Duration LEAST_LEASE = Duration.ofSeconds(3);
  private static final Duration MOST_LEASE = Duration.ofMinutes(10);

  /** Checks them. */
  public PostgresOptions {
    Objects.requireNonNull(user, "user must not be null");
    Objects.requireNonNull(password, "password must not be null");
    Objects.requireNonNull(adoptionGrace, "adoptionGrace must not be null");
    check(
        url != null && url.startsWith("jdbc:postgresql:"), "url must begin with jdbc:postgresql:");
    // The driver would quote all of it, in an exception or in a log.
    check(
        !place(url).contains("@"),
        "url must have user and password behind its end: ?user=NAME&password=WORD");
    check(
        Driver.parseURL(url, null) != null,
        "url must be as in jdbc:postgresql://HOST:PORT/DATABASE?user=NAME");
    check(
        schema != null && SCHEMA.matcher(schema).matches(),
        "schema must be 1 to 63 lower-case letters, digits and underscores, no digit first");
    check(host != null && !host.isBlank(), "host must not be blank");
    check(
        lease != null && lease.compareTo(LEAST_LEASE) >= 0 && lease.compareTo(MOST_LEASE) <= 0,
        "lease must be 3 s to 10 min");
    check(!adoptionGrace.isNegative(), "adoptionGrace must not be negative");
  }

  private static void check(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** A store at this URL, everything else as by default. */
  public static PostgresOptions at(String url) {
    return new PostgresOptions(
        url,
        Optional.empty(),
        Optional.empty(),
        "errand",
        HostName.ofThisMachine(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2));
  }

  /** The same, connecting as this user. */
  public PostgresOptions as(String newUser, String newPassword) {
    return new PostgresOptions(
        url, Optional.of(newUser), Optional.of(newPassword), schema, host, lease, adoptionGrace);
  }

  /** The same in another schema. */
  public PostgresOptions inSchema(String newSchema) {
    return new PostgresOptions(url, user, password, newSchema, host, lease, adoptionGrace);
  }

  /** The same on another host. */
  public PostgresOptions onHost(String newHost) {
    return new PostgresOptions(url, user, password, schema, newHost, lease, adoptionGrace);
  }

  /** The same with another lease. */
  public PostgresOptions withLease(Duration newLease) {
    return new PostgresOptions(url, user, password, schema, host, newLease, adoptionGrace);
  }

  /** The same with another grace. */
  public PostgresOptions withAdoptionGrace(Duration newGrace) {
    return new PostgresOptions(url, user, password, schema, host, lease, newGrace);
  }

  /** Where the store is, for people: the URL without what must not be seen. */
  public String place() {
    return place(url);
  }

  /** Without what must not be seen. */
  @Override
  public String toString() {
    return "PostgresOptions[" + place() + ", schema " + schema + ", host " + host + "]";
  }

  /** A URL without its parameters, one of which may be a password. */
  private static String place(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }
}
