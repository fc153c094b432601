package dev.errand.daemon.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job to be started.
 *
 * @param argv the program and its arguments
 * @param directory where it runs; absolute
 * @param environment all of its environment
 * @param stdin whether text will be sent to it
 * @param idleTimeout how long it may print nothing
 * @param quota how much disk its output may use, in bytes
 * @param id the preferred id
 * @param type the kind of work
 * @param label what people call it; default: the command, without secrets
 * @param timeout how long it may run
 * @param queue whether it waits if no slot is free; else it is refused then
 * @param priority among the queued jobs of its owner, -100 to 100
 * @param key the same key again answers the same job
 * @param hold whether its delivery is held from the beginning, since somebody waits for it
 * @param hook what is told of its end
 */
public record StartRequest(
    List<String> argv,
    String directory,
    Map<String, String> environment,
    boolean stdin,
    Optional<Duration> idleTimeout,
    Optional<Long> quota,
    Optional<String> id,
    Optional<String> type,
    Optional<String> label,
    Optional<Duration> timeout,
    boolean queue,
    int priority,
    Optional<String> key,
    boolean hold,
    Optional<Hook> hook) {
  /** Copies. */
  public StartRequest {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }
}
