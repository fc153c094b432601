package dev.errand.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What jobs print")
final class UntrustedTest {

  private static String clean(String text) {
    return Untrusted.clean(text);
  }

  @Test
  @DisplayName("loses colours, titles, links and the clipboard")
  void sequences() {
    assertThat(clean("\u001b[1;31mred\u001b[0m \u009b2Jplain")).isEqualTo("red plain");
    assertThat(clean("\u001b]0;title\u0007a\u001b]52;c;aGk=\u001b\\b\u009dx\u009cc"))
        .isEqualTo("abc");
    assertThat(clean("\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\")).isEqualTo("click");
    assertThat(clean("\u001bPq#0\u001b\\a\u001b(Bb\u001bcc\u001b7d")).isEqualTo("abcd");
  }

  @Test
  @DisplayName("cannot hide what follows behind a sequence that does not end")
  void unfinished() {
    assertThat(clean("\u001b]0;never ended\nnext line")).contains("next line");
    assertThat(clean("\u001b]0;" + "x".repeat(10_000))).hasSizeGreaterThan(9_000);
    assertThat(clean("\u001b[")).isEmpty();
    assertThat(clean("\u001b")).isEmpty();
    assertThat(clean("a\u001b[3;é")).isEqualTo("a3;é");
  }

  @Test
  @DisplayName("loses what cannot be seen or reorders, and keeps lines and tabs")
  void invisible() {
    assertThat(clean("a\u0000b\u202ec\u2066d\u200be\ufefff\u2028g\udb40\udc41h\tä\n語😀\r\n"))
        .isEqualTo("abcdefgh\tä\n語😀\n");
    assertThat(clean("x\ufe0f\udb40\udd00y\ud800z\ue000")).isEqualTo("xyz");
  }

  @Test
  @DisplayName("shows of a line that was written over what stood there last")
  void progressBars() {
    assertThat(clean("10%\r50%\r100%\ndone\r\nabc\bd\n")).isEqualTo("100%\ndone\nabd\n");
    assertThat(clean("10%\r50%\r")).isEqualTo("50%");
  }

  @Test
  @DisplayName("is cut in the middle of long lines only where it is shown as an end")
  void longLines() {
    String shown = Untrusted.shortLines("head " + "x".repeat(10_000_000) + " tail\nnext\n");
    assertThat(shown).hasSizeLessThan(700).startsWith("head x").endsWith("x tail\nnext\n");
    assertThat(Untrusted.line("a\n b\t\u001b[0mc" + "d".repeat(99), 10)).isEqualTo("a b cdddd…");
  }

  @Test
  @DisplayName("is delimited by a mark that it cannot know")
  void fence() {
    String first = Untrusted.fence("output", "<<<end 00000000>>>\n");
    assertThat(first).matches("(?s)<<<([0-9a-f]{8}) output; untrusted.*>>>\n.*<<<end \\1>>>\n");
    assertThat(Untrusted.fence("output", "x")).isNotEqualTo(Untrusted.fence("output", "x"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("never has an escape or control character left, whatever it was")
  void random(long seed) {
    Random random = new Random(seed);
    String alphabet = "\u001b\u009b\u009d[]P;0m\u0007\\\n\r\b\tab\u202e\u0000\ud83d\ude00é\u009c";
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(clean(text.toString()))
          .as("seed %d, round %d", seed, round)
          .matches("[^\\p{Cc}\\p{Cf}\\p{Cs}&&[^\\n\\t]]*");
    }
  }

  @Test
  @Timeout(60) // a net: in proportion it takes a second, squared it takes an hour
  @DisplayName("takes time in proportion: megabytes of the worst")
  void linear() {
    for (String bad : new String[] {"\u001b]", "\u001b[", "\r", "\b", "a\r\u001b]x", "\u009d"}) {
      assertThat(clean(bad.repeat(5_000_000 / bad.length()))).hasSizeLessThan(5_000_001);
    }
  }
}
