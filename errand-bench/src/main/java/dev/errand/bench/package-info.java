/**
 * Measures what a job costs beside the barest thing that could do the same work. Nobody calls it
 * but people: {@code java -jar benchmarks.jar} runs plain JMH, {@link dev.errand.bench.Ratios} runs
 * ours and the yardstick by turns and prints the table of {@code docs/performance.md}, {@link
 * dev.errand.bench.SqliteRatios} does the same for the SQLite store, and {@link
 * dev.errand.bench.postgres.PostgresRatios} on PostgreSQL. Begin with {@link
 * dev.errand.bench.CycleBenchmark} and {@link dev.errand.bench.DeliveryBenchmark}.
 */
package dev.errand.bench;
