package dev.errand.internal;

import dev.errand.HandlerCall;
import dev.errand.JobHandler;
import dev.errand.Recovery;
import dev.errand.spi.Bounds;
import dev.errand.spi.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a manager was built with and never changes.
 *
 * @param handlers the named handlers
 * @param recoveries what becomes of their runs when their worker dies
 * @param maxReruns how often a run is started again for that
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
    Map<String, Recovery> recoveries,
    int maxReruns,
    Bounds bounds,
    Policy policy,
    Duration cancelGrace,
    Duration storeTimeout,
    Duration sinkTimeout,
    Duration sinkAbandon,
    Optional<Sink> catchAll,
    boolean routeByOwner) {

  /** What becomes of a run of this call if its worker dies; closures die with it (J2). */
  Recovery recovery(Optional<HandlerCall> call) {
    return call.map(HandlerCall::handler).map(recoveries::get).orElse(Recovery.LOST);
  }
}
