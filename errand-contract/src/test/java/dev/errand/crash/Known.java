package dev.errand.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The jobs that a driver knows of and may do something to, the latest of them. Only jobs with
 * automatic ids, because those name one run for ever: what is done to an id is done to this ticket.
 */
final class Known {
  private static final int MOST = 200;
  private static final int LATEST = 8;

  record Item(String ticket, String id, String owner) {}

  private final List<Item> items = new ArrayList<>();
  private int next;

  synchronized void add(Item item) {
    if (items.size() < MOST) {
      items.add(item);
    } else {
      items.set(next, item);
      next = (next + 1) % MOST;
    }
  }

  /** Any of them; half of the time one of the latest, which may be under way. */
  synchronized Optional<Item> any(Random dice) {
    if (items.isEmpty()) {
      return Optional.empty();
    }
    int back = dice.nextBoolean() ? 1 + dice.nextInt(Math.min(LATEST, items.size())) : 0;
    int latest = Math.floorMod(next - back, items.size());
    return Optional.of(items.get(back > 0 ? latest : dice.nextInt(items.size())));
  }
}
