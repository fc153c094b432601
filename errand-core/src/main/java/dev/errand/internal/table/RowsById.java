package dev.errand.internal.table;

import dev.errand.spi.AutomaticId;
import dev.errand.spi.Registration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their ids. Most ids are automatic, {@code bg_N} with an N that counts up: their rows lie
 * in a {@link Ledger}, where the newest are next to each other. In a hash table a million of them
 * would be spread over all of memory, and every registration would wait for it.
 */
final class RowsById {
  private final Map<String, Row> named = new HashMap<>();
  private final Ledger numbered = new Ledger();

  @Nullable Row find(String id) {
    Row row = numbered.find(AutomaticId.numberOf(id));
    return row != null || named.isEmpty() ? row : named.get(id);
  }

  /** The row of this very run; its id may name another one by now. */
  @Nullable Row find(Registration run) {
    Row row = numbered.find(run.automaticNumber());
    Row found = row != null || named.isEmpty() ? row : named.get(run.id());
    return found != null && found.run.registration().isSameRun(run) ? found : null;
  }

  /**
   * Adds a row. Somebody may prefer an id that looks like an automatic one; only those that count
   * up are kept by their numbers.
   *
   * <p>Rows that come back from an archive may be older than those that are here, and are kept
   * among the named ones.
   */
  void put(Row row) {
    Registration run = row.run.registration();
    if (row.isAutomatic && numbered.isBeyond(run.automaticNumber())) {
      numbered.append(run.automaticNumber(), row);
    } else {
      named.put(run.id(), row);
    }
  }

  void remove(Row row) {
    Registration run = row.run.registration();
    if (named.isEmpty() || named.remove(run.id()) == null) {
      numbered.remove(run.automaticNumber());
    }
  }
}
