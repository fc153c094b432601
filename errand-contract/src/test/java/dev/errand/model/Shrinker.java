package dev.errand.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: leaves out of a failing list whatever it can without making it pass, large
 * pieces first, until no single element can go any more.
 */
final class Shrinker<T> {
  private final Predicate<List<T>> fails;
  private int triesLeft;

  Shrinker(Predicate<List<T>> fails, int mostTries) {
    this.fails = fails;
    this.triesLeft = mostTries;
  }

  List<T> shrink(List<T> failing) {
    List<T> shortest = List.copyOf(failing);
    int piece = Math.max(1, shortest.size() / 2);
    while (triesLeft > 0) {
      List<T> before = shortest;
      shortest = withoutPieces(shortest, piece);
      if (shortest.size() == before.size() && piece == 1) {
        return shortest;
      }
      piece = Math.max(1, Math.min(piece / 2, shortest.size() / 2));
    }
    return shortest;
  }

  /** From the end, since what comes late depends on what comes early. */
  private List<T> withoutPieces(List<T> list, int piece) {
    List<T> shortest = list;
    for (int to = list.size(); to > 0 && triesLeft > 0; to -= piece) {
      int from = Math.max(0, to - piece);
      List<T> fewer = new ArrayList<>(shortest.subList(0, from));
      fewer.addAll(shortest.subList(to, shortest.size()));
      triesLeft--;
      if (fails.test(fewer)) {
        shortest = fewer;
      }
    }
    return shortest;
  }
}
