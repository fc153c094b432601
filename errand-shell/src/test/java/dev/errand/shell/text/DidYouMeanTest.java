package dev.errand.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What was meant")
class DidYouMeanTest {

  @ParameterizedTest
  @CsvSource({
    "runn, run",
    "rn, run",
    "urn, run",
    "hlep, help",
    "--wiat, --wait",
    "--lable, --label"
  })
  @DisplayName("is guessed from a slip of the finger")
  void slips(String word, String meant) {
    assertThat(DidYouMean.among(List.of("run", "help", "--wait", "--label", "-q"), word))
        .isEqualTo(" (did you mean '" + meant + "'?)");
  }

  @ParameterizedTest
  @CsvSource({"-x", "x", "''", "deploy", "--colour"})
  @DisplayName("is not guessed from another word")
  void others(String word) {
    assertThat(DidYouMean.among(List.of("run", "help", "--wait", "--label", "-q"), word)).isEmpty();
  }
}
