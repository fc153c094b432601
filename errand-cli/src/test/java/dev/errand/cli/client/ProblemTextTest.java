package dev.errand.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The detail of a problem")
class ProblemTextTest {

  @Test
  @DisplayName("is found, and its escapes are undone")
  void found() {
    assertThat(
            ProblemText.detail(
                "{\"title\":\"\\\"detail\\\": no\",\n"
                    + " \"detail\" : \"a \\\"b\\\" \\u00fc\\n\\\\\"}"))
        .isEqualTo("a \"b\" ü\n\\");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{}",
        "{\"detail\"",
        "{\"detail\":",
        "{\"detail\": 7}",
        "{\"detail\": null}",
        "{\"detail\": \"\"}"
      })
  @DisplayName("is empty where there is none")
  void none(String json) {
    assertThat(ProblemText.detail(json)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"{\"detail\":\"a", "{\"detail\":\"a\\", "{\"detail\":\"a\\u00"})
  @DisplayName("is what there is of it where it was cut off")
  void cut(String json) {
    assertThat(ProblemText.detail(json)).startsWith("a");
  }
}
