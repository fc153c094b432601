package dev.errand.internal.table;

import dev.errand.JobFilter;
import dev.errand.spi.Worker;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which worker has the sink for whose mail (contract F2, F3). */
final class Routes {

  /** One registration of a sink. */
  record Route(Worker worker, long token) {}

  private final Map<JobFilter, Route> routes = new HashMap<>();
  private long tokens;

  /** Whose sinks this process has, whether the mail goes to them or not. */
  private Predicate<JobFilter> here = audience -> false;

  /** How many were opened so far. */
  long tokens() {
    return tokens;
  }

  /** Tokens up to this one have been given out before. */
  void tokens(long last) {
    tokens = last;
  }

  /** This process has the sinks of these; it opens them again when nobody has the mail. */
  void here(Predicate<JobFilter> audiences) {
    here = audiences;
  }

  /** Whether a sink of this process could have the mail of this lane. */
  boolean isServedHere(Optional<String> owner) {
    return here.test(laneOf(owner)) || here.test(JobFilter.all());
  }

  private static JobFilter laneOf(Optional<String> owner) {
    return owner.map(JobFilter::owner).orElse(JobFilter.unowned());
  }

  /** Who has the sink of exactly these, if anybody. */
  @Nullable Route opened(JobFilter audience) {
    return routes.get(audience);
  }

  /** All of whom somebody has the sink. */
  Set<JobFilter> audiences() {
    return Set.copyOf(routes.keySet());
  }

  /** Somebody else says who has it. */
  void set(JobFilter audience, @Nullable Route route) {
    if (route == null) {
      routes.remove(audience);
    } else {
      routes.put(audience, route);
    }
  }

  /** The latest to open a route has the mail. */
  long open(Worker worker, JobFilter audience) {
    if (audience instanceof JobFilter.OwnerTree) {
      throw new IllegalArgumentException("audience must be one owner, unowned or all");
    }
    routes.put(audience, new Route(worker, ++tokens));
    return tokens;
  }

  boolean close(JobFilter audience, long token) {
    Route route = routes.get(audience);
    return route != null && route.token == token && routes.remove(audience, route);
  }

  /** Answers what was closed. */
  Map<JobFilter, Route> closeAll(Set<String> workers) {
    Map<JobFilter, Route> closed = new HashMap<>(routes);
    routes.values().removeIf(route -> workers.contains(route.worker.id()));
    closed.keySet().removeAll(routes.keySet());
    return closed;
  }

  /** They were not closed after all; one that was opened since stays. */
  void openAgain(Map<JobFilter, Route> closed) {
    closed.forEach(routes::putIfAbsent);
  }

  /** Where the mail of this lane goes: to its own sink, else to the one for everybody. */
  @Nullable Route of(Optional<String> owner) {
    Route own = routes.get(laneOf(owner));
    return own == null ? routes.get(JobFilter.all()) : own;
  }
}
