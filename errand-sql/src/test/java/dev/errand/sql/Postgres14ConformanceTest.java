package dev.errand.sql;

import dev.errand.test.postgres.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The oldest server that we promise; the profile {@code soak} runs this. */
@EnabledIfSystemProperty(
    named = "errand.conformance.postgres14",
    matches = "true",
    disabledReason = "takes as long as the newest server; mvn verify -Psoak runs it")
@DisplayName("The PostgreSQL store on PostgreSQL 14")
class Postgres14ConformanceTest extends PostgresConformance {
  Postgres14ConformanceTest() {
    super(Version.V14);
  }
}
