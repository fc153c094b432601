package dev.errand.shell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All processes of the host, read from {@code /proc}. Many may ask at once: one reading serves all
 * who asked before it began. Thread-safe.
 */
final class ProcessTable {
  private static final String COOKIE = EnvironmentPlan.COOKIE + "=";
  private static final Path PROC = Path.of("/proc");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Times of {@code /proc} are told in hundredths of a second, whatever the kernel counts in. */
  private static final int TICKS = 100;

  /** How old a process is that can no longer become marked, if nothing else is said. */
  private static final long SETTLED = 5 * TICKS;

  private final long settled;

  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong begun = new AtomicLong();
  private long latestNumber; // guarded by reading
  private Snapshot latest = new Snapshot(List.of(), Map.of(), 0); // guarded by reading
  // A cookie stays with its process, unless that clears its environment; then it is ours all the
  // same.
  private Map<ProcessId, String> cookies = Map.of(); // guarded by reading
  private final Strangers strangers = new Strangers(); // guarded by reading

  ProcessTable() {
    this(SETTLED);
  }

  /** For tests: processes of this age, in hundredths of a second, no longer become marked. */
  ProcessTable(long settled) {
    this.settled = settled;
  }

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

  /** How it was when somebody asked last. */
  Snapshot latest() {
    reading.lock();
    try {
      return latest;
    } finally {
      reading.unlock();
    }
  }

  private Snapshot read() {
    long from = System.nanoTime();
    List<ProcStat> all = new ArrayList<>();
    strangers.beginReading();
    Map<ProcessId, String> found = new HashMap<>();
    long now = uptime();
    String[] names = PROC.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (name.charAt(0) > '0' && name.charAt(0) <= '9') {
        long pid = Long.parseLong(name);
        Optional<ProcStat> stranger = strangers.known(pid);
        if (stranger.isPresent()) {
          all.add(stranger.get());
        } else {
          ProcStat.of(pid).ifPresent(process -> add(process, all, found));
        }
      }
    }
    cookies = found;
    Snapshot snapshot = new Snapshot(all, found, System.nanoTime() - from);
    strangers.learn(snapshot, all, found.keySet(), it -> now - it.start() >= settled);
    return snapshot;
  }

  private void add(ProcStat process, List<ProcStat> all, Map<ProcessId, String> found) {
    all.add(process);
    String cookie = cookies.getOrDefault(process.id(), "");
    if (cookie.isEmpty() && !process.isZombie()) {
      cookie = cookie(process.id().pid());
    }
    if (!cookie.isEmpty()) {
      found.put(process.id(), cookie);
    }
  }

  /** Now, as start times are told; 0 if that cannot be found out. */
  private static long uptime() {
    try {
      String text = new String(ProcFiles.read(UPTIME), StandardCharsets.ISO_8859_1);
      return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * TICKS);
    } catch (IOException | RuntimeException unknown) {
      return 0;
    }
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
