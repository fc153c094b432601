package dev.errand.bench;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The yardstick of {@link MailBenchmark}: one {@code get}, and one lock taken and given back. */
@State(Scope.Benchmark)
public class BareMail extends MailLook {
  private final ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Puts in as many entries as ours has rows. */
  @Setup
  public void fill() {
    String[] keys = new String[2 * retained];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "k_" + i;
      map.put(keys[i], new Object());
    }
    ask(keys);
  }

  Object getLocked() {
    lock.lock();
    try {
      return map.get(nextId());
    } finally {
      lock.unlock();
    }
  }
}
