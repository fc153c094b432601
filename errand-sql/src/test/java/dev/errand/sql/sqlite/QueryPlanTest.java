package dev.errand.sql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.sql.SqlJobStore;
import dev.errand.sql.rows.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which index serves which query: what costs more than its answer is seen here (contract E3). */
class QueryPlanTest {
  private static final JobFilter ALL = JobFilter.all();
  private static final List<JobFilter> SOME =
      List.of(JobFilter.owner("a"), JobFilter.ownerTree("a"), JobFilter.unowned());

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    Path file = folder.resolve("store.db");
    SqlJobStore.sqlite(file).close();
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** What SQLite does to the tables of runs, without what follows by key. */
  private List<String> plan(String sql) throws SQLException {
    List<String> plan = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))) {
      while (row.next()) {
        String detail = row.getString("detail");
        if (detail.matches("(SEARCH|SCAN) (r|run)\\b.*") && !detail.contains("PRIMARY KEY")) {
          plan.add(detail.replaceAll(".*INDEX (\\w+).*", "$1"));
        }
      }
    }
    return plan;
  }

  @Test
  @DisplayName("E3 lists of some owners are found by their owners, and those of everybody in order")
  void lists() throws SQLException {
    for (JobFilter some : SOME) {
      assertThat(plan(Sql.SQLITE.recent(some)))
          .as("recent of %s", some)
          .containsExactly("run_by_owner");
      assertThat(plan(Sql.SQLITE.kept(some)))
          .as("kept of %s", some)
          .containsExactly("run_by_owner");
      assertThat(plan(Sql.SQLITE.all(some)))
          .as("all of %s", some)
          .containsExactly("run_by_owner", "run_not_ended");
    }
    assertThat(plan(Sql.SQLITE.recent(ALL))).containsExactly("run_by_end");
    assertThat(plan(Sql.SQLITE.kept(ALL))).containsExactly("run_by_end");
    assertThat(plan(Sql.SQLITE.all(ALL))).containsExactly("SCAN r");
  }

  @Test
  @DisplayName("E3 what steps ask is found by an index each")
  void steps() throws SQLException {
    assertThat(plan(Sql.SQLITE.find())).containsExactly("run_by_id");
    assertThat(plan(Sql.IS_TAKEN)).containsExactly("run_by_id");
    assertThat(plan(Sql.SQLITE.findByKey())).containsExactly("run_by_key");
    assertThat(plan(Sql.HIGHEST_SUFFIX)).containsExactly("run_by_suffix");
    assertThat(plan(Sql.SQLITE.over())).containsExactly("run_by_forget_at");
    assertThat(plan(Sql.NEXT_OVER)).containsExactly("run_by_forget_at");
    assertThat(plan(Sql.SQLITE.underWay())).containsExactly("run_by_forget_at");
    assertThat(plan(SqliteSql.RELEASE_KEPT)).containsExactly("run_held");
    assertThat(plan(Sql.PREFERRED_NUMBERS)).containsExactly("run_by_preferred_number");
  }
}
