/**
 * Real PostgreSQL servers for tests and benchmarks, with fsync on, and a network that can be cut.
 * Begin with {@link dev.errand.test.postgres.PostgresServer} and {@link
 * dev.errand.test.postgres.TcpProxy}; the rest is behind them.
 */
@NullMarked
package dev.errand.test.postgres;

import org.jspecify.annotations.NullMarked;
