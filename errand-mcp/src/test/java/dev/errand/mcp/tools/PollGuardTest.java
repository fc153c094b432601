package dev.errand.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The guard against polling")
final class PollGuardTest {
  private final PollGuard guard = new PollGuard();

  private List<Long> waits(String... calls) {
    List<Long> waits = new ArrayList<>();
    for (String call : calls) {
      waits.add(guard.patience(call).toSeconds());
      guard.answered(false);
    }
    return waits;
  }

  @Test
  @DisplayName("lets the same call wait longer each time, but never so long that clients give up")
  void ladder() {
    assertThat(waits("a", "a", "a", "a", "a", "a", "a", "a"))
        .containsExactly(0L, 0L, 5L, 10L, 20L, 40L, 40L, 40L);
  }

  @Test
  @DisplayName("begins anew after another call, and after news")
  void anew() {
    assertThat(waits("a", "a", "a", "b", "a")).containsExactly(0L, 0L, 5L, 0L, 0L);
    assertThat(waits("a", "a")).containsExactly(0L, 5L);
    guard.answered(true);
    assertThat(waits("a", "a", "a")).containsExactly(0L, 5L, 10L);
  }
}
