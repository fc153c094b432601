package dev.errand.daemon.jobs;

import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.shell.ShellJobs;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a sink at each address that has a hook. Thread-safe. */
public final class HookRoutes {
  private final DeliverySink sink;
  private final String place;
  private final Set<String> routed = ConcurrentHashMap.newKeySet();

  /**
   * Mail that has a hook goes to this sink.
   *
   * @param place what this home is called among those that share the store; empty if none does
   */
  public HookRoutes(DeliverySink sink, String place) {
    this.sink = sink;
    this.place = place;
  }

  /** What is to be told of this job's end; empty if it is its owner's inbox. */
  public static Optional<Hook> hookOf(Job job, ShellJobs shell) {
    return shell.command(job).flatMap(command -> Note.parse(command.note()).hook());
  }

  /** The address for mail of this owner, which has its sink from now on. */
  String address(AsyncJobManager manager, String owner, Optional<Hook> hook) {
    String address = Addresses.of(owner, hook, place);
    if (hook.isPresent()) {
      route(manager, address);
    }
    return address;
  }

  /** After a start: the jobs that a daemon before us has left. Hooks of other homes are theirs. */
  void routeAll(ShellJobs shell) {
    AsyncJobManager manager = shell.manager();
    manager.allJobs(JobFilter.all()).stream()
        .filter(Addresses::isHooked)
        .filter(job -> shell.elsewhere(job).isEmpty())
        .flatMap(job -> job.owner().stream())
        .distinct()
        .forEach(address -> route(manager, address));
  }

  /** All addresses of an owner's jobs, the inbox first. */
  Set<String> addresses(AsyncJobManager manager, String owner) {
    Set<String> addresses = new TreeSet<>(Set.of(owner));
    manager.allJobs(JobFilter.ownerTree(owner)).stream()
        .filter(job -> Addresses.ownerOf(job).equals(owner))
        .flatMap(job -> job.owner().stream())
        .forEach(addresses::add);
    return addresses;
  }

  private void route(AsyncJobManager manager, String address) {
    if (routed.add(address)) {
      var _ = manager.registerDeliverySink(address, sink);
    }
  }
}
