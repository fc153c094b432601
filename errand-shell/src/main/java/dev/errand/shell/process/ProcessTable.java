package dev.errand.shell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All processes of the host, read from {@code /proc}. Many may ask at once: one reading serves all
 * who asked before it began. Thread-safe.
 */
final class ProcessTable {
  private static final String COOKIE = EnvironmentPlan.COOKIE + "=";
  private static final Path PROC = Path.of("/proc");
  private static final long SETTLED = Duration.ofSeconds(5).toNanos();

  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong begun = new AtomicLong();
  private long latestNumber; // guarded by reading
  private Snapshot latest = new Snapshot(List.of(), Map.of(), 0); // guarded by reading
  // A cookie stays with its process, unless that clears its environment; then it is ours all the
  // same.
  private Map<ProcessId, String> cookies = Map.of(); // guarded by reading
  // Since when it is known that a process has none. Only exec could give it one, which in a process
  // that we start follows the fork at once; so one without for a while need not be read again.
  private Map<ProcessId, Long> unmarked = Map.of(); // guarded by reading

  /** How it is now, or was not before this call. */
  Snapshot now() {
    long wanted = begun.get() + 1; // the one that is under way, if any, may have begun too early
    reading.lock();
    try {
      if (latestNumber < wanted) {
        latestNumber = begun.incrementAndGet();
        latest = read();
      }
      return latest;
    } finally {
      reading.unlock();
    }
  }

  private Snapshot read() {
    long from = System.nanoTime();
    List<ProcStat> all = new ArrayList<>();
    Map<ProcessId, String> found = new HashMap<>();
    Map<ProcessId, Long> without = new HashMap<>();
    String[] names = PROC.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (name.charAt(0) > '0' && name.charAt(0) <= '9') {
        ProcStat.of(Long.parseLong(name))
            .ifPresent(process -> {
              all.add(process);
              String cookie = cookies.getOrDefault(process.id(), "");
              long since = unmarked.getOrDefault(process.id(), from);
              if (cookie.isEmpty() && !process.isZombie() && from - since < SETTLED) {
                cookie = cookie(process.id().pid());
              }
              if (cookie.isEmpty()) {
                without.put(process.id(), since);
              } else {
                found.put(process.id(), cookie);
              }
            });
      }
    }
    cookies = found;
    unmarked = without;
    return new Snapshot(all, found, System.nanoTime() - from);
  }

  /** The run a process is marked with; empty if it is none, or we may not know. */
  private static String cookie(long pid) {
    byte[] raw;
    try {
      raw = ProcFiles.read(Path.of("/proc", Long.toString(pid), "environ"));
    } catch (IOException notOurs) {
      return "";
    }
    String environment = new String(raw, StandardCharsets.ISO_8859_1);
    int at = environment.startsWith(COOKIE) ? 0 : environment.indexOf("\0" + COOKIE) + 1;
    if (at == 0 && !environment.startsWith(COOKIE)) {
      return "";
    }
    int end = environment.indexOf('\0', at);
    return environment.substring(at + COOKIE.length(), end < 0 ? environment.length() : end);
  }
}
