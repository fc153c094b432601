package dev.errand.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Messages")
class MessagesTest {

  @Test
  @DisplayName("show control characters instead of sending them to the terminal")
  void controls() {
    assertThat(Printable.line("a\u001b[31mb\u0007\n\r\t\u0000\u007f\u009b"))
        .isEqualTo("a\\x1b[31mb\\x07\\n\\r\\t\\x00\\x7f\\x9b");
  }

  @Test
  @DisplayName("show what reorders or hides text")
  void invisible() {
    assertThat(Printable.line("a\u202eb\u200bc\u2028d\ud800e"))
        .isEqualTo("a\\u{202e}b\\u{200b}c\\u{2028}d\\u{d800}e");
  }

  @Test
  @DisplayName("leave all other text as it is")
  void text() {
    String text = "Grüße, 日本, 😀 'x' \\ 100 %";
    assertThat(Printable.line(text)).isEqualTo(text);
  }

  @Test
  @DisplayName("are one line each and say who speaks")
  void line() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    new Messages(new PrintStream(err, false, StandardCharsets.UTF_8)).say("two\nlines");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("errand: two\\nlines\n");
  }
}
