package dev.errand.sql;

import dev.errand.test.postgres.Version;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The PostgreSQL store")
class PostgresConformanceTest extends PostgresConformance {
  PostgresConformanceTest() {
    super(Version.V18);
  }
}
