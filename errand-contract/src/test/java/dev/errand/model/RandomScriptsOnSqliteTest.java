package dev.errand.model;

import dev.errand.stores.StoreKind;
import org.junit.jupiter.api.DisplayName;

/**
 * Six thousand operations on SQLite files; {@code errand.model.seeds.sqlite} is the number of
 * scripts.
 */
@DisplayName("Random scripts on SQLite")
class RandomScriptsOnSqliteTest extends RandomScripts {
  RandomScriptsOnSqliteTest() {
    super(StoreKind.SQLITE, Long.getLong("errand.model.seeds.sqlite", 20));
  }
}
