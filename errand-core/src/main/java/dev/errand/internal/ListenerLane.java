package dev.errand.internal;

import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Progress;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls one listener on a thread of its own, one event after the other. While the listener is busy
 * events wait; of the progress of one run only the latest waits, except that the first report is
 * never replaced (contract B2). The thread ends when nothing waits.
 */
final class ListenerLane {
  private static final Logger LOG = System.getLogger("dev.errand");

  /** An event that waits for the listener. */
  interface Event {
    void tell(JobListener listener);
  }

  /** A progress report that a later one of the same run may replace. */
  private static final class Report implements Event {
    final Job job;
    Progress progress;

    Report(Job job, Progress progress) {
      this.job = job;
      this.progress = progress;
    }

    @Override
    public void tell(JobListener listener) {
      listener.onProgress(job, progress);
    }
  }

  private final TimeAndThreads time;
  private final JobListener listener;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final Map<String, Report> replaceable = new HashMap<>();
  private boolean busy;
  private long dropped;
  private @Nullable Latch idle;

  ListenerLane(TimeAndThreads time, JobListener listener) {
    this.time = time;
    this.listener = listener;
  }

  void progress(Job job, Progress progress) {
    synchronized (this) {
      Report waits = replaceable.get(job.runId());
      if (waits != null) {
        waits.progress = progress;
        return;
      }
    }
    Report report = new Report(job, progress);
    add(report);
  }

  /** Waits until the listener has heard everything; false if that takes longer. */
  boolean awaitIdle(Duration timeout) {
    Latch latch;
    synchronized (this) {
      if (!busy) {
        return true;
      }
      if (idle == null) {
        idle = time.latch();
      }
      latch = idle;
    }
    return Latches.awaitThroughInterrupts(time, latch, timeout);
  }

  /** Drops what waits. */
  synchronized void forfeit() {
    waiting.clear();
    replaceable.clear();
  }

  /** Tells the listener of an event, in its turn. */
  void add(Event event) {
    synchronized (this) {
      if (waiting.size() >= JobListener.BACKLOG) {
        if (dropped++ == 0) {
          LOG.log(Level.WARNING, "{0} is too slow; events are dropped", name());
        }
        return;
      }
      waiting.addLast(event);
      if (event instanceof Report report && report.progress.number() > 1) {
        replaceable.put(report.job.runId(), report);
      }
      if (busy) {
        return;
      }
      busy = true;
    }
    Thread unused = time.start("errand-listener", this::work);
  }

  private void work() {
    for (Event event = next(); event != null; event = next()) {
      try {
        event.tell(listener);
      } catch (Throwable failure) {
        LOG.log(Level.WARNING, name() + " failed", failure);
      }
    }
  }

  /** Never the listener's own words: they are its code, and may throw. */
  private String name() {
    return "Listener " + listener.getClass().getName();
  }

  private synchronized @Nullable Event next() {
    Event event = waiting.pollFirst();
    if (event instanceof Report report) {
      replaceable.remove(report.job.runId());
    }
    if (event == null) {
      busy = false;
      if (dropped > 0) {
        LOG.log(Level.WARNING, "{0} missed {1} events", name(), dropped);
        dropped = 0;
      }
      if (idle != null) {
        idle.open();
        idle = null;
      }
    }
    return event;
  }
}
