package dev.errand.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Texts that PostgreSQL would refuse. */
@DisplayName("A text in PostgreSQL")
class PostgresTextTest {
  private static final char[] NASTY = {
    0, '\uF8FE', '\uD83D', '\uDE00', 'a', '0', '\n', 'ä', '\uFFFF'
  };

  @Test
  @DisplayName("is kept as it is if it may be")
  void plain() {
    String text = "ordinary text, \uD83D\uDE00, \u001b[31m";
    assertThat(PostgresText.INSTANCE.encode(text)).isSameAs(text);
    assertThat(PostgresText.INSTANCE.decode(text)).isSameAs(text);
  }

  @Test
  @DisplayName("comes back as it was, whatever is in it, and has nothing in it that is refused")
  void anything() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(NASTY[random.nextInt(NASTY.length)]);
      }
      String kept = PostgresText.INSTANCE.encode(text.toString());
      assertThat(kept).as("seed %d", seed).doesNotContain("\0");
      assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .as("seed %d", seed)
          .isEqualTo(kept);
      assertThat(PostgresText.INSTANCE.decode(kept)).as("seed %d", seed).isEqualTo(text.toString());
    }
  }
}
