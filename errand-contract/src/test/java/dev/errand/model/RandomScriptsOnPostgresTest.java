package dev.errand.model;

import dev.errand.stores.StoreKind;
import org.junit.jupiter.api.DisplayName;

/**
 * Fifteen hundred operations on PostgreSQL; {@code errand.model.seeds.postgres} is the number of
 * scripts.
 */
@DisplayName("Random scripts on PostgreSQL")
class RandomScriptsOnPostgresTest extends RandomScripts {
  RandomScriptsOnPostgresTest() {
    super(StoreKind.POSTGRES, Long.getLong("errand.model.seeds.postgres", 5));
  }
}
