package dev.errand.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of texts and data (contract L2). */
class TextsTest {
  private static final int MIB = 1024 * 1024;

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest(name = "L2 1 MiB of {0} is kept as it is, one more is not")
  @CsvSource({"a, 1", "ä, 2", "漢, 3", "🚀, 4"})
  void bound(String character, int bytes) {
    String fits = character.repeat(MIB / bytes);
    assertThat(Texts.bound(fits)).isEqualTo(new Texts.Bounded(fits, false));
    Texts.Bounded cut = Texts.bound(fits + character);
    assertThat(cut.truncated()).isTrue();
    assertThat(bytes(cut.text())).isLessThanOrEqualTo(MIB).isGreaterThan(MIB - 128);
  }

  @Test
  @DisplayName("L2 head and tail are kept around a note of what is missing")
  void headAndTail() {
    String text = "head" + "x".repeat(2 * MIB) + "tail";
    Texts.Bounded cut = Texts.bound(text);
    assertThat(cut.text()).startsWith("headxx").endsWith("xxtail");
    String note = cut.text().replaceAll("[^…]*…([^…]*)…[^…]*", "$1");
    assertThat(note).matches(" [0-9]+ characters left out ");
    int leftOut = Integer.parseInt(note.replaceAll("[^0-9]", ""));
    int kept = cut.text().replaceAll("\\n\\[….*…]\\n", "").length();
    assertThat(kept + leftOut).isEqualTo(text.length());
  }

  @ParameterizedTest(name = "L2 no character loses a half, with {0} characters before")
  @ValueSource(ints = {0, 1, 2, 3})
  void surrogates(int before) {
    for (String after : new String[] {"", "y", "yy", "yyy"}) {
      Texts.Bounded cut = Texts.bound("y".repeat(before) + "🚀".repeat(MIB / 4 + 1) + after);
      assertThat(
              cut.text()
                  .codePoints()
                  .filter(point -> Character.getType(point) == Character.SURROGATE))
          .isEmpty();
      assertThat(bytes(cut.text())).isLessThanOrEqualTo(MIB);
    }
  }

  @Test
  @DisplayName("L2 a text of halves of characters only is bounded all the same")
  void loneSurrogates() {
    for (String half : new String[] {"\uD83D", "\uDE80"}) {
      Texts.Bounded cut = Texts.bound(half.repeat(MIB));
      assertThat(cut.truncated()).isTrue();
      assertThat(bytes(cut.text())).isLessThanOrEqualTo(MIB);
    }
  }

  @Test
  @DisplayName("L2 data of 256 KiB passes, larger data is refused with its size")
  void data() {
    Optional<String> fits = Optional.of("漢".repeat(256 * 1024 / 3));
    assertThat(Texts.checkData("data", fits)).isSameAs(fits);
    assertThat(Texts.checkData("data", Optional.empty())).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Texts.checkData("data", Optional.of("ä".repeat(128 * 1024) + "x")))
        .withMessage("data must have at most 262144 bytes in UTF-8, not 262145");
  }

  @Test
  @DisplayName("L2 a payload of 1 MiB passes, a larger one is refused with its size")
  void payload() {
    Texts.checkPayload("x".repeat(MIB));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Texts.checkPayload("🚀".repeat(MIB / 4) + "x"))
        .withMessage("payload must have at most 1048576 bytes in UTF-8, not 1048577");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Texts.checkPayload(null))
        .withMessage("payload must not be null");
  }
}
