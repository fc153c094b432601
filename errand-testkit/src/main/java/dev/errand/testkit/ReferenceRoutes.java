package dev.errand.testkit;

import dev.errand.JobFilter;
import dev.errand.spi.Worker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has the sinks for whose mail, as {@link ReferenceRows} know it. */
final class ReferenceRoutes {
  private record Route(Worker worker, long token) {}

  private final Map<JobFilter, Route> routes = new HashMap<>();
  private final Map<JobFilter, Set<Long>> tokens = new HashMap<>();

  /** Whether a store may give this token to this registration: no earlier one had it. */
  boolean open(JobFilter audience, Worker worker, long token) {
    routes.put(audience, new Route(worker, token));
    return tokens.computeIfAbsent(audience, any -> new HashSet<>()).add(token);
  }

  boolean close(JobFilter audience, long token) {
    Route route = routes.get(audience);
    return route != null && route.token == token && routes.remove(audience, route);
  }

  void closeAll(Worker worker) {
    routes.values().removeIf(route -> route.worker.equals(worker));
  }

  /** Whose sink takes the mail of this lane. */
  Optional<Worker> of(Optional<String> lane) {
    JobFilter own = lane.<JobFilter>map(JobFilter::owner).orElse(JobFilter.unowned());
    @Nullable Route route = routes.getOrDefault(own, routes.get(JobFilter.all()));
    return Optional.ofNullable(route).map(Route::worker);
  }

  /** The open registrations with their tokens. */
  Map<JobFilter, Long> open() {
    Map<JobFilter, Long> open = new HashMap<>();
    routes.forEach((audience, route) -> open.put(audience, route.token));
    return open;
  }
}
