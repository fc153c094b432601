package dev.errand.internal.table;

import dev.errand.spi.Worker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Who holds the mail of one row, and how often. Seldom more than two, so a list. */
final class Holders {

  private record Holder(String worker, String name) {}

  private final List<Holder> holders = new ArrayList<>(1);

  void add(Worker worker, String name) {
    holders.add(new Holder(worker.id(), name));
  }

  /** Takes one hold away; false if there is none of this holder. */
  boolean remove(Worker worker, String name) {
    return holders.remove(new Holder(worker.id(), name));
  }

  /** Takes one hold of this name away, whoever's it is; false if there is none. */
  boolean remove(String name) {
    for (Iterator<Holder> each = holders.iterator(); each.hasNext(); ) {
      if (each.next().name.equals(name)) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  /** Takes all holds of these workers away; how many that were. */
  int removeAll(Set<String> workers) {
    int before = holders.size();
    holders.removeIf(holder -> workers.contains(holder.worker));
    return before - holders.size();
  }

  /** Whether any of these workers holds it. */
  boolean isAnyOf(Set<String> workers) {
    return holders.stream().anyMatch(holder -> workers.contains(holder.worker));
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }
}
