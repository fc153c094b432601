package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A2: ids are 1 to 200 printable characters, those with a suffix included. */
class RegisteringIdBoundsTest extends ContractTest {
  private static final int LONGEST = 200;

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1_000));

  @Test
  @DisplayName("A2 an id may have 1 and it may have 200 characters, counted after trimming")
  void fits() {
    assertThat(want("x")).isEqualTo("x");
    assertThat(want("  " + "y".repeat(LONGEST) + "  ")).isEqualTo("y".repeat(LONGEST));
  }

  @Test
  @DisplayName("A2 an id of 201 characters is refused, and says so")
  void tooLong() {
    assertThatThrownBy(() -> options().id("x".repeat(LONGEST + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id")
        .hasMessageContaining("200")
        .hasMessageContaining("201");
  }

  @Test
  @DisplayName("A2 an id with a character that cannot be printed is refused, and says so")
  void notPrintable() {
    for (String id : List.of("a\nb", "a\u0000b", "a\u007fb", "a\u0085b")) {
      assertThatThrownBy(() -> options().id(id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id")
          .hasMessageContaining("printable");
    }
  }

  @Test
  @DisplayName("A2 any script is printable")
  void unicode() {
    assertThat(want("задача-№1 測試 😀")).isEqualTo("задача-№1 測試 😀");
  }

  @Test
  @DisplayName("A2 the suffix of an id of 200 characters makes room for itself")
  void suffixFits() {
    String longest = "a".repeat(LONGEST);
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      given.add(want(longest));
    }

    assertThat(given).doesNotHaveDuplicates().allMatch(id -> id.length() <= LONGEST);
    assertThat(given.subList(0, 3))
        .containsExactly(longest, "a".repeat(198) + "-2", "a".repeat(198) + "-3");
    assertThat(ids(manager.allJobs())).isEqualTo(given);
  }

  @Test
  @DisplayName("A2 an id that makes room for its suffix does not collide with its neighbours")
  void suffixFitsBesideOthers() {
    want("a".repeat(198) + "-2");
    want("a".repeat(199));
    want("a".repeat(LONGEST));

    assertThat(want("a".repeat(LONGEST))).isEqualTo("a".repeat(198) + "-3");
    assertThat(want("a".repeat(199))).isEqualTo("a".repeat(198) + "-4");
    assertThat(manager.allJobs()).hasSize(5);
  }

  @Test
  @DisplayName("A2 making room for a suffix does not cut a character in two")
  void cutsNoCharacter() {
    String longest = "a" + "😀".repeat(99) + "b";
    want(longest);

    String id = want(longest);

    assertThat(id).endsWith("-2");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(id))
        .as("no half characters in %s", id)
        .isTrue();
  }

  @Test
  @DisplayName("A2 ids stay unique however large the suffixes are")
  void hugeSuffixes() {
    for (String suffix :
        List.of("999999999999999999", "9223372036854775807", "99999999999999999999")) {
      want("x-" + suffix);
    }
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      given.add(want("x"));
    }

    assertThat(given).doesNotHaveDuplicates();
    assertThat(manager.allJobs()).hasSize(8);
  }

  private String want(String id) {
    return manager.register("task", "t", DONE, options().id(id).build());
  }
}
