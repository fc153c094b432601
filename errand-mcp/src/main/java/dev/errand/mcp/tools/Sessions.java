package dev.errand.mcp.tools;

import dev.errand.AsyncJobManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who was shown what. Thread-safe. */
final class Sessions {
  private static final int MANY = 1_000;
  private static final long SILENT = Duration.ofHours(1).toNanos();

  private record Key(String owner, String session) {}

  private final AsyncJobManager manager;
  private final Map<Key, Session> all = new ConcurrentHashMap<>();

  Sessions(AsyncJobManager manager) {
    this.manager = manager;
  }

  Visit arrive(String owner, String session) {
    if (all.size() > MANY) {
      // What they were shown is due again long since.
      all.values().removeIf(it -> it.silence() > SILENT);
    }
    return all.computeIfAbsent(new Key(owner, session), _ -> new Session(manager, owner)).arrive();
  }

  void lost(String owner, String session) {
    Session gone = all.remove(new Key(owner, session));
    if (gone != null) {
      gone.lost();
    }
  }
}
