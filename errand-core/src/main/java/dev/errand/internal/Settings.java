package dev.errand.internal;

import dev.errand.HandlerCall;
import dev.errand.JobHandler;
import dev.errand.spi.Bounds;
import dev.errand.spi.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a manager was built with and never changes.
 *
 * @param handlers the named handlers
 * @param rerun which of them are run again after their worker died, and not lost
 * @param maxReruns how often each of their runs is
 * @param bounds what the store may hold and run
 * @param policy what becomes of runs after their end
 * @param cancelGrace how long a cancelled body may keep its slot
 * @param storeTimeout how long a caller waits for the store
 * @param sinkTimeout how long a call of a sink may take
 * @param sinkAbandon how long a call may go on after that before its lane goes on without it
 * @param catchAll the sink for whoever has none of their own
 * @param routeByOwner whether the catch-all is for unowned mail only
 */
public record Settings(
    Map<String, JobHandler> handlers,
    Set<String> rerun,
    int maxReruns,
    Bounds bounds,
    Policy policy,
    Duration cancelGrace,
    Duration storeTimeout,
    Duration sinkTimeout,
    Duration sinkAbandon,
    Optional<Sink> catchAll,
    boolean routeByOwner) {

  /** Whether a run of this call is started again if its worker died; closures never are (J2). */
  boolean isRerun(Optional<HandlerCall> call) {
    return call.isPresent() && rerun.contains(call.get().handler());
  }
}
