package dev.errand.daemon.jobs;

import dev.errand.TakenDeliveries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mail that was handed out and not confirmed yet, by owner and delivery. Nothing that a crash may
 * lose: what is not confirmed is due again when its lease ends. Thread-safe.
 */
public final class Inbox {
  /** How much may be out for one owner; the oldest go first, and come again by themselves. */
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
    List<String> confirmed = new ArrayList<>();
    for (String id : deliveryIds) {
      TakenDeliveries taken = out.remove(new Key(caller.owner(), id));
      if (taken != null && taken.confirm(id)) {
        confirmed.add(id);
      }
    }
    return confirmed.size();
  }
}
