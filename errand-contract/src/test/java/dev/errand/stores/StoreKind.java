package dev.errand.stores;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.util.Optional;

/** The stores that managers are tested on. */
public enum StoreKind {
  /** The one that a manager makes for itself. */
  MEMORY,
  /** A new SQLite file each time. */
  SQLITE,
  /** A new schema each time, in one database. */
  POSTGRES;

  /** That of the tests of the contract: in memory, or what {@code errand.contract.store} says. */
  public static StoreKind chosen() {
    return switch (System.getProperty("errand.contract.store", "memory")) {
      case "memory" -> MEMORY;
      case "sqlite" -> SQLITE;
      case "postgres" -> POSTGRES;
      case String other ->
          throw new IllegalArgumentException(
              "errand.contract.store must be memory, sqlite or postgres, not " + other);
    };
  }

  /** A new store, unless managers are to make their own. */
  public Optional<JobStore> open(TimeAndThreads time) {
    return switch (this) {
      case MEMORY -> Optional.empty();
      case SQLITE -> Optional.of(Stores.sqlite(time));
      case POSTGRES -> Optional.of(Stores.postgres(time));
    };
  }

  /** Whether others may have the store as well: mail of owners waits for their own sinks then. */
  public boolean isShared() {
    return this == POSTGRES;
  }
}
