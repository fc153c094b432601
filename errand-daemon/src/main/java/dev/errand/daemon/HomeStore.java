package dev.errand.daemon;

import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import dev.errand.daemon.home.Settings;
import dev.errand.daemon.home.StoreChoice;
import dev.errand.spi.JobStore;
import dev.errand.sql.PostgresLook;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the jobs of a home are: in an SQLite file of its own, or in a PostgreSQL database that it
 * shares with other homes.
 *
 * @param home whose jobs
 * @param shared the database, if they are in one
 */
public record HomeStore(Home home, Optional<PostgresOptions> shared) {

  /**
   * What was seen of a store that can be used.
   *
   * @param seen in words
   * @param warning what is to be thought of; empty if nothing
   */
  public record Look(String seen, String warning) {}

  /**
   * The store that was chosen for this home.
   *
   * @throws HomeException if the choice cannot be read, or is none
   */
  public static HomeStore of(Home home, Settings settings) {
    Optional<String> url = new StoreChoice(home).url();
    try {
      return new HomeStore(home, url.map(it -> options(it, home, settings)));
    } catch (IllegalArgumentException wrong) {
      throw new HomeException(home.storeChoice() + ": " + wrong.getMessage());
    }
  }

  /**
   * Looks whether this home could have its jobs there; changes nothing.
   *
   * @throws IllegalArgumentException if that is no URL of a store
   * @throws dev.errand.StoreException if not, with the reason and the way out
   */
  public static Look look(String url, Home home, Settings settings) {
    return look(options(url, home, settings));
  }

  /** Likewise, at the store that was chosen. A file is not opened: the daemon has it. */
  public Look look() {
    return shared.map(HomeStore::look).orElseGet(() -> new Look(shown(), ""));
  }

  private static Look look(PostgresOptions options) {
    PostgresLook seen = SqlJobStore.look(options);
    return new Look(
        seen.place()
            + ", PostgreSQL "
            + seen.server()
            + ", a primary, reached itself or by a pool in session mode; "
            + (seen.schema() == 0 ? "no tables yet" : "schema " + seen.schema()),
        seen.isDurable()
            ? seen.slowness()
            : "synchronous_commit is off: a crash of the server loses what was acknowledged last");
  }

  private static PostgresOptions options(String url, Home home, Settings settings) {
    PostgresOptions options = PostgresOptions.at(url).withAdoptionGrace(settings.adoptionGrace());
    // Only the same home finds its processes again.
    return options.onHost(settings.host().orElse(options.host()) + ":" + home.root());
  }

  JobStore open() throws IOException {
    if (shared.isPresent()) {
      return SqlJobStore.postgres(shared.get());
    }
    makePrivate(home.store());
    return SqlJobStore.sqlite(home.store());
  }

  /** SQLite would let others read it, and gives its other files the mode of this one. */
  private static void makePrivate(Path store) throws IOException {
    if (!Files.exists(store)) {
      Files.createFile(
          store,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** What this home is called among those that share the store. */
  Optional<String> place() {
    return shared.map(PostgresOptions::host);
  }

  Path commands() {
    return shared.isPresent() ? home.sharedCommands() : home.commands();
  }

  /** For people: nothing in it that must not be seen. */
  public String shown() {
    return shared.map(PostgresOptions::place).orElseGet(() -> home.store().toString());
  }
}
