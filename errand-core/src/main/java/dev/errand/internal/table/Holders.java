package dev.errand.internal.table;

import dev.errand.internal.table.Saved.SavedHolder;
import dev.errand.spi.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who holds the mail of one row, and how often. Immutable: a step that is undone puts the former
 * ones back.
 */
final class Holders {
  static final Holders NONE = new Holders(List.of());

  private final List<SavedHolder> holders;

  private Holders(List<SavedHolder> holders) {
    this.holders = holders;
  }

  /** Those that were saved. */
  static Holders of(List<SavedHolder> saved) {
    return saved.isEmpty() ? NONE : new Holders(saved);
  }

  List<SavedHolder> saved() {
    return holders;
  }

  /** One hold more. */
  Holders with(Worker worker, String name) {
    List<SavedHolder> more = new ArrayList<>(holders);
    more.add(new SavedHolder(worker.id(), name));
    return new Holders(List.copyOf(more));
  }

  /** One hold of this holder less, if it has one. */
  Holders without(Worker worker, String name) {
    return withoutOne(new SavedHolder(worker.id(), name)::equals);
  }

  /** One hold of this name less, whoever's it is, if there is one. */
  Holders without(String name) {
    return withoutOne(holder -> holder.name().equals(name));
  }

  /** No hold of these workers. */
  Holders withoutAllOf(Set<String> workers) {
    return new Holders(
        holders.stream().filter(holder -> !workers.contains(holder.worker())).toList());
  }

  private Holders withoutOne(Predicate<SavedHolder> which) {
    for (int i = 0; i < holders.size(); i++) {
      if (which.test(holders.get(i))) {
        List<SavedHolder> less = new ArrayList<>(holders);
        less.remove(i);
        return new Holders(List.copyOf(less));
      }
    }
    return this;
  }

  int size() {
    return holders.size();
  }

  /** Whether any of these workers holds it. */
  boolean isAnyOf(Set<String> workers) {
    return holders.stream().anyMatch(holder -> workers.contains(holder.worker()));
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }
}
