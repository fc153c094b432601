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
    tell(hearer -> hearer.onDeliveryAttempted(delivery, error));
  }

  void delivered(Delivery delivery) {
    tell(hearer -> hearer.onDelivered(delivery));
  }

  void died(Delivery delivery) {
    tell(hearer -> hearer.onDeadLetter(delivery));
  }

  void evicted(Job job) {
    tell(hearer -> hearer.onEvicted(job));
  }

  void registered(Job job) {
    tell(hearer -> hearer.onRegistered(job));
  }

  void started(Job job) {
    tell(hearer -> hearer.onStarted(job));
  }

  void progress(Job job, Progress progress) {
    for (ListenerLane lane : lanes) {
      lane.progress(job, progress);
    }
  }

  void ended(Job job) {
    tell(hearer -> hearer.onEnded(job));
  }

  void settled(Job job) {
    tell(hearer -> hearer.onSettled(job));
  }

  private void tell(ListenerLane.Event event) {
    for (ListenerLane lane : lanes) {
      lane.add(event);
    }
  }
}
