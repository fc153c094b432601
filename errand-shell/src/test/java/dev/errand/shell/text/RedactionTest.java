package dev.errand.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is shown of commands")
final class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_KEY=hunter2 make",
        "env MY_SECRET='hunter2' x",
        "curl -H 'Authorization: Bearer hunter2' url",
        "curl -H \"X-Api-Key: hunter2\" url",
        "curl https://me:hunter2@example.org/",
        "login --password hunter2 --user me",
        "login --password=hunter2",
        "login --db-passwd \"hunter2\"",
        "GITHUB_TOKEN=hunter2; export GITHUB_TOKEN",
        "{\"token\": \"hunter2\"}"
      })
  @DisplayName("has no secrets in a line")
  void line(String line) {
    assertThat(Redaction.text(line)).doesNotContain("hunter2").contains("***");
  }

  @Test
  @DisplayName("has no secrets in words")
  void words() {
    assertThat(
            Redaction.words(
                List.of("x", "--token", "hunter2", "SECRET=a hunter2", "--my-key=hunter2", "y")))
        .containsExactly("x", "--token", "***", "SECRET=***", "--my-key=***", "y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make test",
        "git push origin main",
        "a=b c=d",
        "sh -c 'echo hi; exit 3'",
        "ls -l"
      })
  @DisplayName("stays as it is without secrets")
  void plain(String line) {
    assertThat(Redaction.text(line)).isEqualTo(line);
    assertThat(Redaction.words(List.of(line.split(" ", -1)))).containsExactly(line.split(" ", -1));
  }

  @Test
  @DisplayName("--token followed by another option keeps that option")
  void optionAfterOption() {
    assertThat(Redaction.words(List.of("x", "--use-token", "--verbose")))
        .containsExactly("x", "--use-token", "--verbose");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "key", "a ", "-", "://", "token: ", "\"", "x-", "a:b@"})
  @DisplayName("is found in no time in a million letters, whatever they are")
  void million(String piece) {
    String text = piece.repeat(1_000_000 / piece.length());
    assertThat(Redaction.text(text)).isNotEmpty();
    assertThat(Redaction.words(List.of(text))).hasSize(1);
  }
}
