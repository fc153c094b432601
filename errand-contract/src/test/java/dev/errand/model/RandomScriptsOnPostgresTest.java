package dev.errand.model;

import dev.errand.stores.StoreKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/**
 * Fifteen hundred operations on PostgreSQL; {@code errand.model.seeds.postgres} is the number of
 * scripts.
 */
@Tag("thorough")
@DisplayName("Random scripts on PostgreSQL")
class RandomScriptsOnPostgresTest extends RandomScripts {
  RandomScriptsOnPostgresTest() {
    super(StoreKind.POSTGRES, Long.getLong("errand.model.seeds.postgres", 5));
  }
}
