package dev.errand.internal;

import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Worker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Holds and acknowledgements (contract F11 to F13). */
final class Holds {
  private final Worker worker;
  private final Steps steps;
  private final AtomicLong tokens = new AtomicLong();

  Holds(Worker worker, Steps steps) {
    this.worker = worker;
    this.steps = steps;
  }

  Optional<Hold> hold(String id, JobFilter filter) {
    String holder = "hold-" + tokens.incrementAndGet();
    List<Run> held = hold(new MailStep.Hold(worker, holder, Set.of(id), filter, false));
    return held.isEmpty() ? Optional.empty() : Optional.of(new Token(held.get(0), holder));
  }

  /** What was held too late is held for nobody. */
  List<Run> hold(MailStep.Hold step) {
    return steps.submit(step, tooLate -> releaseLater(step.holder(), tooLate));
  }

  int watch(Set<String> ids, JobFilter filter) {
    return hold(new MailStep.Hold(worker, watcher(filter), ids, filter, false)).size();
  }

  int unwatch(Set<String> ids, JobFilter filter) {
    return steps.submit(new MailStep.Release(worker, watcher(filter), ids, filter, true)).size();
  }

  private static String watcher(JobFilter filter) {
    return "watch of " + filter;
  }

  /** Gives up what this holder has on these runs. */
  void release(String holder, List<Run> runs) {
    if (!runs.isEmpty()) {
      Optional<List<Run>> unused = steps.giveBack(releaseOf(holder, runs));
    }
  }

  /** Likewise, without waiting for it. */
  void releaseLater(String holder, List<Run> runs) {
    if (!runs.isEmpty()) {
      steps.insist(releaseOf(holder, runs), "Held deliveries could not be released");
    }
  }

  private MailStep.Release releaseOf(String holder, List<Run> runs) {
    Set<String> ids = new LinkedHashSet<>();
    runs.forEach(run -> ids.add(run.id()));
    // An id may name another run by now; but that one this holder does not hold.
    return new MailStep.Release(worker, holder, ids, JobFilter.all(), false);
  }

  void consume(List<Run> runs) {
    if (!runs.isEmpty()) {
      List<Run> unused =
          steps.submit(new MailStep.Consume(runs.stream().map(Run::registration).toList()));
    }
  }

  int acknowledge(Set<String> ids, JobFilter filter) {
    return steps.submit(new MailStep.Acknowledge(ids, filter)).dropped();
  }

  int resume(Set<String> ids, JobFilter filter) {
    return steps.submit(new MailStep.Resume(ids, filter)).size();
  }

  boolean isSuppressed(String id, JobFilter filter) {
    return steps.store().find(id, filter).map(Run::mail).filter(Mail::isSuppressed).isPresent();
  }

  private final class Token implements Hold {
    private final Run run;
    private final String holder;
    private final AtomicBoolean closed = new AtomicBoolean();

    Token(Run run, String holder) {
      this.run = run;
      this.holder = holder;
    }

    @Override
    public String jobId() {
      return run.id();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(holder, List.of(run));
      }
    }
  }
}
