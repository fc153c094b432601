package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Exit;
import dev.errand.JobBody;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people see who open the file with {@code sqlite3}. */
class ReadableFileTest extends DurableTest {
  private static final Path DOCUMENT = Path.of("../docs/storage.md");

  /** The rows that a query answers, their columns separated by bars. */
  private List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  @Test
  @DisplayName("J1 the views jobs and deliveries tell in words how things stand")
  void views() throws Exception {
    AsyncJobManager jobs = start(builder -> builder.onJobComplete(sink));
    sink.answerTo("failing", RecordingSink.Answer.fail("nobody is there"));
    jobs.register("task", "tests", DONE, owned("ok", "ann"));
    jobs.register("bash", "make", exits(3), owned("failing", "bob"));
    jobs.register("task", "long", ScriptedBody.of(time), id("cancelled"));
    jobs.register("task", "long", ScriptedBody.of(time), id("running"));
    time.runReady();
    jobs.cancel("cancelled", CancelledBy.OPERATOR);
    time.runReady();
    assertThat(
            query(
                "SELECT id, owner, type, label, status, end_reason, cancelled_by, exit_code,"
                    + " delivery, text, ended_at FROM jobs"))
        .containsExactly(
            "ok|ann|task|tests|COMPLETED|RETURNED|null|null|DELIVERED|done"
                + " ok|2026-01-01T00:00:00.000Z",
            "failing|bob|bash|make|FAILED|THREW|null|3|WAITING|it failed|2026-01-01T00:00:00.000Z",
            "cancelled|null|task|long|CANCELLED|CANCELLED|OPERATOR|null|DELIVERED|Cancelled by an"
                + " operator|2026-01-01T00:00:00.000Z",
            "running|null|task|long|RUNNING|null|null|null|NOT_DUE|null|null");
    assertThat(
            query(
                "SELECT job_id, owner, state, held, attempts, last_error, next_attempt_at >"
                    + " '2026-01-01T00:00:00.4Z', delivery_id = 'd-' || run_id FROM deliveries"))
        .containsExactly(
            "ok|ann|DELIVERED|0|1|null|null|1",
            "failing|bob|WAITING|0|1|nobody is there|1|1",
            "cancelled|null|DELIVERED|0|1|null|null|1");
  }

  private static JobBody exits(int code) {
    return context -> {
      throw new JobFailedException("it failed", Optional.empty(), Optional.of(Exit.withCode(code)));
    };
  }

  @Test
  @DisplayName("docs/storage.md names the columns of the views, all of them, in their order")
  void documented() throws Exception {
    start(builder -> builder);
    String document = Files.readString(DOCUMENT);
    for (String view : List.of("jobs", "deliveries")) {
      assertThat(columnsIn(document, view))
          .as("columns of %s", view)
          .isEqualTo(query("SELECT name FROM pragma_table_info('" + view + "')"));
    }
  }

  private static List<String> columnsIn(String document, String view) throws IOException {
    String section = document.substring(document.indexOf("**" + view + "**"));
    List<String> columns = new ArrayList<>();
    boolean inTable = false;
    for (String line : section.lines().toList()) {
      if (line.startsWith("| `")) {
        inTable = true;
        Matcher name = Pattern.compile("`(\\w+)`").matcher(line.substring(0, line.indexOf('|', 1)));
        while (name.find()) {
          columns.add(name.group(1));
        }
      } else if (inTable) {
        break;
      }
    }
    return columns;
  }

  @Test
  @DisplayName("J1 any text comes back as it was, up to a mebibyte")
  void texts() {
    AsyncJobManager before = start(builder -> builder.onJobComplete(sink));
    String odd = "nul \u0000, emoji \ud83d\ude00, quote ', line\n, \u2028";
    String long1 = "ä".repeat(500_000);
    before.register("task", "label", context -> JobResult.of(odd), id("odd"));
    before.register("task", "label", context -> JobResult.of(long1), id("long"));
    time.runReady();
    crash();
    AsyncJobManager after = start(builder -> builder);
    assertThat(after.job("odd").orElseThrow().end().orElseThrow().text()).isEqualTo(odd);
    assertThat(after.job("long").orElseThrow().end().orElseThrow().text()).isEqualTo(long1);
  }
}
