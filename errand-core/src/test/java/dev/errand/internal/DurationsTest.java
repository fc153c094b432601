package dev.errand.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.Durations;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "PT0S,           0 ms",
    "PT0.25S,        250 ms",
    "PT0.0005S,      500 µs",
    "PT0.0015S,      1500 µs",
    "PT0.999S,       999 ms",
    "PT1S,           1 s",
    "PT1.5S,         1.5 s",
    "PT1.234567S,    1.234 s",
    "PT90S,          90 s",
    "PT119S,         119 s",
    "PT2M,           2 min",
    "PT2M59S,        2 min",
    "PT119M59S,      119 min",
    "PT2H,           2 h",
    "PT26H30M,       26 h",
    "P365D,          8760 h",
  })
  void inWords(Duration duration, String words) {
    assertThat(Durations.words(duration)).isEqualTo(words);
  }

  @Test
  void theLongestDurationHasWords() {
    assertThat(Durations.words(Duration.ofSeconds(Long.MAX_VALUE))).endsWith(" h");
  }

  @Test
  void nanosecondsAreACenturyAtMost() {
    Duration century = Duration.ofDays(36_500);
    assertThat(Durations.saturatedNanos(Duration.ofMillis(3))).isEqualTo(3_000_000);
    assertThat(Durations.saturatedNanos(century)).isEqualTo(century.toNanos());
    assertThat(Durations.saturatedNanos(century.plusNanos(1))).isEqualTo(century.toNanos());
    assertThat(Durations.saturatedNanos(Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(century.toNanos());
    assertThat(Durations.saturatedNanos(Duration.ofSeconds(-1))).isEqualTo(-1_000_000_000);
  }
}
