package dev.errand.model;

import dev.errand.stores.StoreKind;
import org.junit.jupiter.api.DisplayName;

/** A hundred thousand operations; {@code errand.model.seeds} is the number of scripts. */
@DisplayName("Random scripts")
class RandomScriptsTest extends RandomScripts {
  RandomScriptsTest() {
    super(StoreKind.MEMORY, Long.getLong("errand.model.seeds", 340));
  }
}
