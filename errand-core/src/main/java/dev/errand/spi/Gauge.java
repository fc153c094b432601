package dev.errand.spi;

/**
 * A figure that tells how a store is, for whoever watches it.
 *
 * @param name as Prometheus has names: lower case, with its unit at the end
 * @param help what it is, one line
 * @param value by now
 */
public record Gauge(String name, String help, double value) {}
