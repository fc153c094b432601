package dev.errand.shell.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Spans of time")
class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "90s, PT90S",
    "5m, PT5M",
    "1h30m, PT90M",
    "2d, PT48H",
    "1d2h3m4s5ms, PT26H3M4.005S",
    "500ms, PT0.5S",
    "1.5s, PT1.5S",
    "PT1M30S, PT90S",
    "pt1m30s, PT90S",
    "P1D, PT24H"
  })
  @DisplayName("are read as people and ISO-8601 write them")
  void parse(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "0s",
        "-5s",
        "5 s",
        "5x",
        "s",
        "m5",
        "30m1h",
        "1.s",
        "PT0S",
        "PT-5S",
        "P",
        "soon",
        "99999999999999999999s",
        "9999999999999999d"
      })
  @DisplayName("are refused with an example when they are something else, zero or too long")
  void refuse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse(text))
        .withMessage("must be " + DurationText.RULE + ", not '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 s",
    "PT0.649S, 0.6 s",
    "PT59.999S, 59.9 s",
    "PT1M, 1 min 0 s",
    "PT2M5.9S, 2 min 5 s",
    "PT1H2M3S, 1 h 2 min",
    "PT50H, 50 h 0 min"
  })
  @DisplayName("are shown short, never rounded up")
  void show(Duration time, String expected) {
    assertThat(DurationText.show(time)).isEqualTo(expected);
  }
}
