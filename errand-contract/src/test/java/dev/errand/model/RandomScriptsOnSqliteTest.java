package dev.errand.model;

import dev.errand.stores.StoreKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/**
 * Six thousand operations on SQLite files; {@code errand.model.seeds.sqlite} is the number of
 * scripts.
 */
@Tag("thorough")
@DisplayName("Random scripts on SQLite")
class RandomScriptsOnSqliteTest extends RandomScripts {
  RandomScriptsOnSqliteTest() {
    super(StoreKind.SQLITE, Long.getLong("errand.model.seeds.sqlite", 20));
  }
}
