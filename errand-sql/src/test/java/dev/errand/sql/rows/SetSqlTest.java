package dev.errand.sql.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is said of one run, said of many. */
@DisplayName("A statement about many rows")
class SetSqlTest {
  private static final List<String> TWO = List.of("text", "bigint");

  @Test
  @DisplayName("inserts them")
  void insert() {
    assertThat(SetSql.of("INSERT INTO t (a, seq) VALUES (?, ?)", TWO))
        .isEqualTo("INSERT INTO t (a, seq) SELECT * FROM unnest(?::text[], ?::bigint[])");
  }

  @Test
  @DisplayName("updates each by its key")
  void update() {
    assertThat(SetSql.of("UPDATE t SET a = ? WHERE seq = ?", TWO))
        .isEqualTo(
            "UPDATE t SET a = now.a FROM unnest(?::text[], ?::bigint[]) AS now (a, seq) WHERE t.seq"
                + " = now.seq");
  }

  @Test
  @DisplayName("deletes them by their keys")
  void delete() {
    assertThat(SetSql.of("DELETE FROM t WHERE seq = ?", List.of("bigint")))
        .isEqualTo("DELETE FROM t WHERE seq = ANY (?::bigint[])");
  }

  @Test
  @DisplayName("is not made of what it does not understand")
  void other() {
    assertThatIllegalArgumentException().isThrownBy(() -> SetSql.of("SELECT 1", List.of()));
  }
}
