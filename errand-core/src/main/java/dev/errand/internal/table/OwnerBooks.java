package dev.errand.internal.table;

import dev.errand.JobFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The books of all owners who have runs, and that of the unowned runs, which is always there. */
final class OwnerBooks {
  private final OwnerBook unowned = new OwnerBook(Optional.empty());
  private final Map<String, OwnerBook> owners = new HashMap<>();

  /** The same owners in order, for the trees among them. */
  private final NavigableMap<String, OwnerBook> ownersInOrder = new TreeMap<>();

  private final Consumer<OwnerBook> opened;

  /** Books; {@code opened} is told of each that is new. */
  OwnerBooks(Consumer<OwnerBook> opened) {
    this.opened = opened;
    opened.accept(unowned);
  }

  OwnerBook get(Optional<String> owner) {
    OwnerBook known = find(owner);
    return known == null ? open(new OwnerBook(owner)) : known;
  }

  /**
   * The owner's book; this one, which may have been forgotten, unless there is another one by now.
   * It has its place among those who wait still.
   */
  OwnerBook putBack(OwnerBook book) {
    OwnerBook known = find(book.owner);
    return known == null ? open(book) : known;
  }

  @Nullable OwnerBook find(Optional<String> owner) {
    return owner.isEmpty() ? unowned : owners.get(owner.get());
  }

  private OwnerBook open(OwnerBook book) {
    String owner = book.owner.orElseThrow();
    opened.accept(book);
    owners.put(owner, book);
    ownersInOrder.put(owner, book);
    return book;
  }

  /** An owner without runs costs nothing; whether there was one to forget. */
  boolean forgetIfEmpty(OwnerBook book) {
    if (!book.runs.isEmpty() || book.owner.isEmpty()) {
      return false;
    }
    owners.remove(book.owner.get());
    ownersInOrder.remove(book.owner.get());
    return true;
  }

  /** The books of those whom the filter sees. */
  Collection<OwnerBook> of(JobFilter filter) {
    return switch (filter) {
      case JobFilter.All all -> everybody();
      case JobFilter.Unowned none -> List.of(unowned);
      case JobFilter.Owner one -> existing(one.owner());
      case JobFilter.OwnerTree tree -> {
        List<OwnerBook> books = new ArrayList<>(existing(tree.owner()));
        // '0' follows '/' in Unicode: between the two lie exactly the children.
        books.addAll(ownersInOrder.subMap(tree.owner() + "/", tree.owner() + "0").values());
        yield books;
      }
    };
  }

  private Collection<OwnerBook> everybody() {
    List<OwnerBook> books = new ArrayList<>(owners.values());
    books.add(unowned);
    return books;
  }

  private List<OwnerBook> existing(String owner) {
    OwnerBook book = owners.get(owner);
    return book == null ? List.of() : List.of(book);
  }
}
