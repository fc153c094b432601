package dev.errand.sql.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is said of one run in {@link Sql}, said of many at once, as PostgreSQL has it: an array for
 * each parameter. It reads the statements of the house and no others.
 */
final class SetSql {
  private static final Pattern INSERT =
      Pattern.compile("\\s*INSERT INTO (\\w+) \\(([^)]*)\\)\\s*VALUES.*", Pattern.DOTALL);
  private static final Pattern UPDATE =
      Pattern.compile("\\s*UPDATE (\\w+)\\s+SET (.*)\\s+WHERE seq = \\?\\s*", Pattern.DOTALL);
  private static final Pattern DELETE = Pattern.compile("DELETE FROM (\\w+) WHERE seq = \\?");

  private SetSql() {}

  /** The statement for many rows; the types are those of its parameters. */
  static String of(String sql, List<String> types) {
    String arrays =
        types.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
    Matcher insert = INSERT.matcher(sql);
    if (insert.matches()) {
      return "INSERT INTO %s (%s) SELECT * FROM unnest(%s)"
          .formatted(insert.group(1), insert.group(2), arrays);
    }
    Matcher update = UPDATE.matcher(sql);
    if (update.matches()) {
      String table = update.group(1);
      List<String> columns = new ArrayList<>();
      for (String assignment : update.group(2).split(",", -1)) {
        columns.add(assignment.substring(0, assignment.indexOf('=')).strip());
      }
      return "UPDATE %1$s SET %2$s FROM unnest(%3$s) AS now (%4$s, seq) WHERE %1$s.seq = now.seq"
          .formatted(
              table,
              columns.stream()
                  .map(column -> column + " = now." + column)
                  .collect(Collectors.joining(", ")),
              arrays,
              String.join(", ", columns));
    }
    Matcher delete = DELETE.matcher(sql);
    if (delete.matches()) {
      return "DELETE FROM %s WHERE seq = ANY (%s)".formatted(delete.group(1), arrays);
    }
    throw new IllegalArgumentException("not said of one run: " + sql);
  }
}
