package dev.errand.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns under each other; the last one is cut where the terminal ends. */
final class Table {
  private static final String GAP = "  ";

  /**
   * What stands in a row and column.
   *
   * @param text printable, without escapes
   * @param paint adds colours
   */
  record Cell(String text, UnaryOperator<String> paint) {
    static Cell of(String text) {
      return new Cell(text, UnaryOperator.identity());
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  void add(Cell... cells) {
    rows.add(List.of(cells));
  }

  /** The lines; no longer than this, if it is not 0. */
  String render(int columns) {
    int count = rows.getFirst().size();
    int[] widths = new int[count];
    for (List<Cell> row : rows) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i).text));
      }
    }
    StringBuilder lines = new StringBuilder();
    for (List<Cell> row : rows) {
      int used = 0;
      for (int i = 0; i < count - 1; i++) {
        Cell cell = row.get(i);
        lines.append(cell.paint.apply(cell.text));
        lines.repeat(' ', widths[i] - length(cell.text)).append(GAP);
        used += widths[i] + GAP.length();
      }
      Cell last = row.getLast();
      String text = columns == 0 ? last.text : cut(last.text, Math.max(8, columns - used));
      lines.append(last.paint.apply(text)).append('\n');
    }
    return lines.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String cut(String text, int most) {
    if (length(text) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, most - 1))) + "…";
  }
}
