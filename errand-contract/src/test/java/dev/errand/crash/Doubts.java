package dev.errand.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which lives are over, or may be taken for dead by the others although they are not. */
final class Doubts {
  private final Set<Integer> inDoubt = new HashSet<>();
  private final Set<Integer> over = new HashSet<>();
  private final Map<Integer, Long> certainAt = new HashMap<>();
  private final Map<Integer, Long> recoveredAt = new HashMap<>();
  private final Map<Integer, Long> unheardAt = new HashMap<>();
  private long latestEnd;

  void see(Event event, long line) {
    int life = event.life();
    switch (event.kind()) {
      case DOUBTED -> inDoubt.add(life);
      case CERTAIN -> {
        if (inDoubt.remove(life)) {
          certainAt.put(life, line);
          latestEnd = line;
        }
      }
      case UNHEARD -> {
        unheardAt.put(life, line);
        latestEnd = line;
      }
      case KILLED, EXITED, HUNG -> {
        over.add(life);
        latestEnd = line;
        if (!event.has("fleet")) {
          recoveredAt.put(life, line); // the next life begins with that
        }
      }
      case RECOVERED -> {
        if (over.contains(life)) {
          recoveredAt.putIfAbsent(life, line); // else it goes on, and so does what it begins
        }
      }
      default -> {
        // no doubt about anybody
      }
    }
  }

  boolean isSure(int life) {
    return !inDoubt.contains(life) && !over.contains(life);
  }

  boolean isInDoubt(int life) {
    return inDoubt.contains(life);
  }

  boolean mayBeDead(int life, long since) {
    return !isSure(life)
        || certainAt.getOrDefault(life, 0L) > since
        || unheardAt.getOrDefault(life, 0L) > since;
  }

  /** Whether it was once taken for dead, perhaps, and went on. */
  boolean hasSurvivedOne(int life) {
    return certainAt.containsKey(life)
        || unheardAt.containsKey(life)
        || (inDoubt.contains(life) && !over.contains(life));
  }

  boolean anyMayBeDead(long since) {
    return latestEnd > since || !inDoubt.isEmpty();
  }

  boolean wasRecovered(int life, long before) {
    return recoveredAt.getOrDefault(life, Long.MAX_VALUE) < before;
  }
}
