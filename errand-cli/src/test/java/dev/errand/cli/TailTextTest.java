package dev.errand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The kept end of an output")
class TailTextTest {

  @Test
  @DisplayName("is all of it while it is short")
  void shortText() {
    assertThat(tail("Grüße", 2)).isEqualTo("Grüße");
    assertThat(tail("", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000, 31_999, 32_000, 32_001, 100_000, 1_000_000})
  @DisplayName("is the last 8,000 characters, in whatever pieces it came")
  void longText(int piece) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; all.length() < 150_000; i++) {
      all.append(i).append(" ü 日 ");
    }

    assertThat(tail(all.toString(), piece)).isEqualTo(all.substring(all.length() - 8_000));
  }

  @Test
  @DisplayName("has no half characters at its beginning")
  void surrogates() {
    assertThat(tail("😀".repeat(10_000) + "x", 1_000)).isEqualTo("😀".repeat(3_999) + "x");
  }

  private static String tail(String text, int piece) {
    TailText tail = new TailText();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += piece) {
      byte[] some = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
      tail.append(some, some.length);
    }
    return tail.text();
  }
}
