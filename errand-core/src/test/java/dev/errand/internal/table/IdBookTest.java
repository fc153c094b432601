package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.AutomaticId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ids are given out (contract A2). */
class IdBookTest {
  private final Set<String> taken = new HashSet<>();
  private final IdBook book =
      new IdBook(taken::contains, number -> taken.contains(AutomaticId.of(number)), base -> 0);

  private String take(String preferred) {
    String id = book.near(preferred);
    assertThat(taken.add(id)).as("%s was free", id).isTrue();
    book.take(id);
    return id;
  }

  private void giveBack(String id) {
    taken.remove(id);
    book.giveBack(id);
  }

  @Test
  @DisplayName("A2 automatic ids count up, skip what is taken and never come again")
  void automatic() {
    taken.addAll(List.of("bg_2", "bg_3"));
    assertThat(List.of(book.automatic(), book.automatic())).containsExactly(1L, 4L);
    taken.clear();
    assertThat(book.automatic()).isEqualTo(5L);
  }

  @Test
  @DisplayName("A2 the suffix is one more than the highest, at least 2")
  void suffix() {
    assertThat(take("a")).isEqualTo("a");
    assertThat(take("a-1")).isEqualTo("a-1");
    assertThat(take("a")).isEqualTo("a-2");
    assertThat(take("a-9")).isEqualTo("a-9");
    assertThat(take("a")).isEqualTo("a-10");
    giveBack("a-10");
    giveBack("a-9");
    assertThat(take("a")).isEqualTo("a-3");
  }

  @Test
  @DisplayName("A2 a suffix of a suffixed id is its own")
  void suffixOfSuffix() {
    take("a-2");
    assertThat(take("a-2")).isEqualTo("a-2-2");
    take("a");
    assertThat(take("a")).isEqualTo("a-3");
  }

  @Test
  @DisplayName("A2 an id of line breaks and hyphens is like any other")
  void strange() {
    for (String id : List.of("-", "--", "-2", "a\n", "a\nb-3", "2-2", "-2-2")) {
      assertThat(take(id)).isEqualTo(id);
    }
    assertThat(take("a\nb")).isEqualTo("a\nb");
    assertThat(take("a\nb")).isEqualTo("a\nb-4");
  }

  @Test
  @DisplayName("A2 no suffix is so large that an id is given out twice")
  void hugeSuffixes() {
    for (String huge : List.of("999999999999999998", "999999999999999999", "9223372036854775807")) {
      String base = "base" + huge.charAt(huge.length() - 1);
      take(base);
      take(base + "-" + huge);
      for (int i = 0; i < 4; i++) {
        take(base);
      }
    }
  }

  @Test
  @DisplayName("A2 an id never gets longer than 200 characters, nor loses half of one")
  void length() {
    for (String preferred :
        List.of("x".repeat(200), "🚀".repeat(100), "y" + "🚀".repeat(99) + "y", "z-2".repeat(66))) {
      for (int i = 0; i < 120; i++) {
        String id = take(preferred);
        assertThat(id.length()).isLessThanOrEqualTo(200);
        assertThat(id.codePoints().filter(point -> Character.getType(point) == Character.SURROGATE))
            .as("halves of characters in %s", id)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("A2 random ids are those of a naive book")
  void random(long seed) {
    Random random = new Random(seed);
    List<String> preferred = List.of("a", "a-2", "a-2-2", "a-7", "b", "b-1", "b-11", "c-0", "c-x");
    for (int step = 0; step < 3_000; step++) {
      if (taken.isEmpty() || random.nextInt(5) < 3 && taken.size() < 40) {
        String wanted = preferred.get(random.nextInt(preferred.size()));
        String expected = naive(wanted);
        assertThat(take(wanted)).isEqualTo(expected);
      } else {
        giveBack(new ArrayList<>(taken).get(random.nextInt(taken.size())));
      }
    }
  }

  private String naive(String preferred) {
    if (!taken.contains(preferred)) {
      return preferred;
    }
    long highest = 1;
    for (String id : taken) {
      if (id.matches("\\Q" + preferred + "\\E-[1-9][0-9]*")) {
        highest = Math.max(highest, Long.parseLong(id.substring(preferred.length() + 1)));
      }
    }
    return preferred + "-" + (highest + 1);
  }
}
