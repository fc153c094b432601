package dev.errand.daemon;

import java.time.Instant;
import java.util.Optional;

/**
 * What a daemon says about itself.
 *
 * @param pid its process
 * @param version of the program
 * @param home its folder
 * @param store the file of its jobs, or the database that it shares, without password
 * @param host what this home is called among those that share the database
 * @param storeProblem why the store does not answer
 * @param socket where it listens
 * @param url where it listens on the loopback interface
 * @param startedAt since when
 * @param runningJobs how many jobs of the store are running, if it answers
 * @param queuedJobs how many wait
 */
public record DaemonStatus(
    long pid,
    String version,
    String home,
    String store,
    Optional<String> host,
    Optional<String> storeProblem,
    String socket,
    String url,
    Instant startedAt,
    Optional<Long> runningJobs,
    Optional<Long> queuedJobs) {}
