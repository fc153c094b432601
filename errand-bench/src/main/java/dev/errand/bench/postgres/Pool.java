package dev.errand.bench.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Open connections for those who want a {@link javax.sql.DataSource}. */
final class Pool {
  /** As everybody should have it who writes in batches. */
  static final String REWRITE = "&reWriteBatchedInserts=true";

  /** Opens all of them at once, so that nobody's clock runs meanwhile. */
  static HikariDataSource open(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url + REWRITE);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    return new HikariDataSource(config);
  }

  private Pool() {}
}
