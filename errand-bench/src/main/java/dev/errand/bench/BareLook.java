package dev.errand.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The yardstick of {@link LookBenchmark}: one {@code get}, or a list filled from an array. */
@State(Scope.Benchmark)
public class BareLook extends Look {
  private final ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();
  private final Object[] answer = new Object[ANSWER];

  /** Fills the map. */
  @Setup
  public void fill() {
    String[] keys = new String[retained];
    for (int i = 0; i < retained; i++) {
      keys[i] = "k_" + i;
      map.put(keys[i], new Object());
    }
    ask(keys);
    for (int i = 0; i < ANSWER; i++) {
      answer[i] = map.get(keys[i]);
    }
  }

  Object get() {
    return map.get(nextId());
  }

  List<Object> list() {
    List<Object> list = new ArrayList<>(ANSWER);
    for (Object entry : answer) {
      list.add(entry);
    }
    return List.copyOf(list);
  }
}
