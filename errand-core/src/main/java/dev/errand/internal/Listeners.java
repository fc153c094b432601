package dev.errand.internal;

import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Progress;
import dev.errand.Subscription;
import dev.errand.spi.TimeAndThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The listeners of a manager, each in a lane of its own, so that none can hold up another. */
final class Listeners {
  private final TimeAndThreads time;
  private final List<ListenerLane> lanes = new CopyOnWriteArrayList<>();

  Listeners(TimeAndThreads time) {
    this.time = time;
  }

  Subscription add(JobListener listener) {
    ListenerLane lane = new ListenerLane(time, listener);
    lanes.add(lane);
    return () -> lanes.remove(lane);
  }

  void registered(Job job) {
    for (ListenerLane lane : lanes) {
      lane.registered(job);
    }
  }

  void started(Job job) {
    for (ListenerLane lane : lanes) {
      lane.started(job);
    }
  }

  void progress(Job job, Progress progress) {
    for (ListenerLane lane : lanes) {
      lane.progress(job, progress);
    }
  }

  void ended(Job job) {
    for (ListenerLane lane : lanes) {
      lane.ended(job);
    }
  }

  void settled(Job job) {
    for (ListenerLane lane : lanes) {
      lane.settled(job);
    }
  }
}
