package dev.errand.daemon;

import java.time.Instant;

/**
 * What a daemon says about itself.
 *
 * @param pid its process
 * @param version of the program
 * @param home its folder
 * @param store the file of its jobs
 * @param socket where it listens
 * @param url where it listens on the loopback interface
 * @param startedAt since when
 * @param runningJobs how many jobs are running
 * @param queuedJobs how many wait
 */
public record DaemonStatus(
    long pid,
    String version,
    String home,
    String store,
    String socket,
    String url,
    Instant startedAt,
    long runningJobs,
    long queuedJobs) {}
