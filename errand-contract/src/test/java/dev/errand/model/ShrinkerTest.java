package dev.errand.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  @DisplayName("what a failure needs is left, and nothing else")
  void shrinksToWhatIsNeeded() {
    Shrinker<Integer> shrinker =
        new Shrinker<>(list -> list.containsAll(List.of(3, 50, 51, 98)), 1_000);

    assertThat(shrinker.shrink(HUNDRED)).containsExactly(3, 50, 51, 98);
  }

  @Test
  @DisplayName("a failure that needs nothing shrinks to nothing")
  void shrinksToNothing() {
    assertThat(new Shrinker<Integer>(list -> true, 1_000).shrink(HUNDRED)).isEmpty();
  }

  @Test
  @DisplayName("with no tries left what has failed so far is the answer")
  void stopsInTime() {
    Shrinker<Integer> shrinker = new Shrinker<>(list -> list.contains(0), 1);

    assertThat(shrinker.shrink(HUNDRED)).hasSize(50).contains(0);
  }
}
