package dev.errand.internal;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.spi.MailStep;
import dev.errand.spi.Worker;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of a manager, and their routes in the store (contract F2, F3). The sink itself lives
 * here; the store only knows which worker has one for whom.
 */
final class Sinks {

  /** One registration; the same sink may be registered twice. */
  private static final class Registered {
    final Optional<Sink> sink;

    Registered(Sink sink) {
      this.sink = Optional.of(sink);
    }
  }

  private final Worker worker;
  private final Settings settings;
  private final Steps steps;
  private final ConcurrentMap<String, Registered> byOwner = new ConcurrentHashMap<>();

  Sinks(Worker worker, Settings settings, Steps steps) {
    this.worker = worker;
    this.settings = settings;
    this.steps = steps;
  }

  /** Opens the route of the catch-all. */
  void open() {
    if (settings.catchAll().isPresent()) {
      JobFilter audience = settings.routeByOwner() ? JobFilter.unowned() : JobFilter.all();
      long unused = steps.submit(new MailStep.OpenRoute(worker, audience));
    }
  }

  Subscription register(String owner, Sink sink) {
    Registered mine = new Registered(sink);
    JobFilter audience = JobFilter.owner(owner);
    long token;
    synchronized (this) { // the latest here is the latest in the store
      Registered before = byOwner.put(owner, mine);
      try {
        token =
            steps.submit(
                new MailStep.OpenRoute(worker, audience),
                tooLate -> closeUnlessUsed(owner, audience, tooLate));
      } catch (StoreException failure) {
        takeBack(owner, mine, before);
        throw failure;
      }
    }
    return () -> close(owner, mine, audience, token);
  }

  private void takeBack(String owner, Registered mine, @Nullable Registered before) {
    if (before == null) {
      byOwner.remove(owner, mine);
    } else {
      byOwner.replace(owner, mine, before);
    }
  }

  /** A route that was opened too late: nobody knows its token, and mail must not wait at it. */
  private void closeUnlessUsed(String owner, JobFilter audience, long token) {
    if (!byOwner.containsKey(owner)) {
      steps.insist(new MailStep.CloseRoute(audience, token), "A route could not be closed");
    }
  }

  private synchronized void close(String owner, Registered mine, JobFilter audience, long token) {
    if (byOwner.remove(owner, mine)) {
      Optional<Boolean> unused = steps.giveBack(new MailStep.CloseRoute(audience, token));
    }
  }

  /** Where the mail of this lane goes at this moment. */
  Optional<Sink> of(Optional<String> owner) {
    Registered own = owner.isEmpty() ? null : byOwner.get(owner.get());
    if (own != null) {
      return own.sink;
    }
    return owner.isPresent() && settings.routeByOwner() ? Optional.empty() : settings.catchAll();
  }
}
