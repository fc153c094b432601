package dev.errand.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each refusal names the argument and the rule (contract L1). */
class CheckTest {

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  @DisplayName("L1 null")
  void notNull() {
    assertThat(Check.notNull("x", "value")).isEqualTo("value");
    assertRefused("x must not be null", () -> Check.notNull("x", null));
  }

  @Test
  @DisplayName("L1 conditions")
  void argument() {
    Check.argument(true, "unused");
    assertRefused("a must be b", () -> Check.argument(false, "a must be b"));
  }

  @Test
  @DisplayName("L1 numbers")
  void numbers() {
    assertThat(Check.range("n", -1, -1, 1)).isEqualTo(-1);
    assertThat(Check.range("n", 1, -1, 1)).isEqualTo(1);
    assertRefused("n must be between -1 and 1, not 2", () -> Check.range("n", 2, -1, 1));
    assertRefused("n must be between -1 and 1, not -2", () -> Check.range("n", -2, -1, 1));
    assertThat(Check.atLeast("n", 1, 1)).isEqualTo(1);
    assertRefused("n must be at least 1, not 0", () -> Check.atLeast("n", 0, 1));
  }

  @Test
  @DisplayName("L1 printable strings")
  void printable() {
    assertThat(Check.printable("s", " ä漢🚀 ", 6 + 1)).isEqualTo(" ä漢🚀 ");
    assertRefused("s must not be null", () -> Check.printable("s", null, 3));
    assertRefused("s must not be blank", () -> Check.printable("s", "", 3));
    assertRefused("s must not be blank", () -> Check.printable("s", " \t", 3));
    assertRefused("s must have at most 3 characters, not 4", () -> Check.printable("s", "abcd", 3));
    assertRefused(
        "s must have printable characters only, but character 2 is U+000A",
        () -> Check.printable("s", "a\nb", 3));
    assertRefused(
        "s must have printable characters only, but character 3 is U+007F",
        () -> Check.printable("s", "ab\u007f", 3));
  }

  @Test
  @DisplayName("L1 owners and labels are what every store keeps as it is: two owners stay two")
  void storable() {
    assertThat(Check.owner("a/ö 漢🚀\n")).isEqualTo("a/ö 漢🚀\n");
    assertThat(Check.label("🚀")).isEqualTo("🚀");
    String rule = " must be valid Unicode without U+0000, but character ";
    assertRefused("owner" + rule + "2 is U+D83D", () -> Check.owner("a\ud83d"));
    assertRefused("owner" + rule + "1 is U+D83D", () -> Check.owner("\ud83db"));
    assertRefused("owner" + rule + "1 is U+DE80", () -> Check.owner("\ude80\ud83d"));
    assertRefused("owner" + rule + "4 is U+D83D", () -> Check.owner("a🚀\ud83d"));
    assertRefused("owner" + rule + "2 is U+0000", () -> Check.owner("a\u0000b"));
    assertRefused("label" + rule + "2 is U+0000", () -> Check.label("l\u0000"));
    assertRefused("label" + rule + "2 is U+DE80", () -> Check.label("l\ude80"));
  }

  @Test
  @DisplayName("L1 keys, types, ids and names of handlers as well: they are printable")
  void storableNames() {
    for (String bad : new String[] {"a\u0000", "a\ud83d", "a\ude80b"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Check.printable("idempotencyKey", bad, 200))
          .withMessageStartingWith("idempotencyKey must have printable characters only");
    }
  }

  @Test
  @DisplayName("L1 what hides or reorders text is not printable, and half a character is none")
  void notPrintable() {
    for (String hidden :
        new String[] {"\u200b", "\u202e", "\u2028", "\u2029", "\ud83d", "\ude80"}) {
      assertRefused(
          String.format(
              "s must have printable characters only, but character 4 is U+%04X",
              (int) hidden.charAt(0)),
          () -> Check.printable("s", "a🚀" + hidden, 9));
    }
  }

  @Test
  @DisplayName("L2 owners have 1 to 200 characters")
  void owner() {
    assertThat(Check.owner("a".repeat(200))).hasSize(200);
    assertRefused("owner must not be null", () -> Check.owner(null));
    assertRefused("owner must not be blank", () -> Check.owner("  "));
    assertRefused(
        "owner must have at most 200 characters, not 201", () -> Check.owner("a".repeat(201)));
  }

  @Test
  @DisplayName("L2 labels have 1 to 1,000 characters of any kind")
  void label() {
    assertThat(Check.label("\n".repeat(999) + "x")).hasSize(1_000);
    assertRefused("label must not be blank", () -> Check.label(" "));
    assertRefused("label must not be null", () -> Check.label(null));
    assertRefused(
        "label must have at most 1000 characters, not 1001", () -> Check.label("a".repeat(1_001)));
  }

  @Test
  @DisplayName("L1 spans of time")
  void durations() {
    Duration nano = Duration.ofNanos(1);
    assertThat(Check.positive("d", nano)).isEqualTo(nano);
    assertThat(Check.notNegative("d", Duration.ZERO)).isZero();
    assertRefused("d must not be null", () -> Check.positive("d", null));
    assertRefused("d must not be null", () -> Check.notNegative("d", null));
    assertRefused("d must be longer than zero, not PT0S", () -> Check.positive("d", Duration.ZERO));
    assertRefused(
        "d must be longer than zero, not PT-1S", () -> Check.positive("d", Duration.ofSeconds(-1)));
    assertRefused(
        "d must not be negative, but is PT-1S",
        () -> Check.notNegative("d", Duration.ofSeconds(-1)));
  }
}
