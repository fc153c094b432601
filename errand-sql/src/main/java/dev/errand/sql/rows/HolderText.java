package dev.errand.sql.rows;

import dev.errand.internal.table.Saved.SavedHolder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a delivery back, as it is kept: a line each, the worker first. Names are the house's
 * own, and have no line breaks.
 */
final class HolderText {

  private HolderText() {}

  static @Nullable String of(List<SavedHolder> holders) {
    return holders.isEmpty()
        ? null
        : holders.stream()
            .map(holder -> holder.worker() + " " + holder.name())
            .collect(Collectors.joining("\n"));
  }

  static List<SavedHolder> read(@Nullable String lines) {
    return lines == null ? List.of() : lines.lines().map(HolderText::holder).toList();
  }

  private static SavedHolder holder(String line) {
    int space = line.indexOf(' ');
    return new SavedHolder(line.substring(0, space), line.substring(space + 1));
  }
}
