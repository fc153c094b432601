package dev.errand.shell.log;

/**
 * The process that writes a log; it leads its session.
 *
 * @param pid its number
 * @param start when it started, in ticks since the host did: field 22 of {@code /proc/<pid>/stat}
 */
public record WriterId(long pid, long start) {}
