package dev.errand.daemon.jobs;

import dev.errand.TakenDeliveries;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mail that was handed out and not confirmed yet, by owner and delivery. Nothing that a crash may
 * lose: what is not confirmed is due again when its lease ends. Thread-safe.
 */
public final class Inbox {
  /** Beyond so many nobody is going to confirm them: all are forgotten, and come again. */
  private static final int MOST = 10_000;

  private record Key(String owner, String deliveryId) {}

  private final Map<Key, TakenDeliveries> out = new ConcurrentHashMap<>();

  /** Remembers who has taken what. */
  public void keep(Caller caller, TakenDeliveries taken) {
    if (out.size() > MOST) {
      out.clear();
    }
    taken.deliveries().forEach(it -> out.put(new Key(caller.owner(), it.deliveryId()), taken));
  }

  /** The owner has these; answers how many were still out. */
  public int confirm(Caller caller, Collection<String> deliveryIds) {
    int confirmed = 0;
    for (String id : deliveryIds) {
      TakenDeliveries taken = out.remove(new Key(caller.owner(), id));
      if (taken != null && taken.confirm(id)) {
        confirmed++;
      }
    }
    return confirmed;
  }
}
