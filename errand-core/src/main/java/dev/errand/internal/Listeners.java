package dev.errand.internal;

import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Progress;
import dev.errand.Subscription;
import dev.errand.spi.TimeAndThreads;
import java.util.List;
import java.util.Optional;
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

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  void deliveryAttempted(Delivery delivery, Optional<String> error) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onDeliveryAttempted(delivery, error));
    }
  }

  void delivered(Delivery delivery) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onDelivered(delivery));
    }
  }

  void died(Delivery delivery) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onDeadLetter(delivery));
    }
  }

  void evicted(Job job) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onEvicted(job));
    }
  }

  void registered(Job job) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onRegistered(job));
    }
  }

  void started(Job job) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onStarted(job));
    }
  }

  void progress(Job job, Progress progress) {
    for (ListenerLane lane : lanes) {
      lane.progress(job, progress);
    }
  }

  void ended(Job job) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onEnded(job));
    }
  }

  void settled(Job job) {
    for (ListenerLane lane : lanes) {
      lane.add(hearer -> hearer.onSettled(job));
    }
  }
}
