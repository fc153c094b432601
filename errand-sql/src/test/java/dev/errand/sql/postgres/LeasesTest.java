package dev.errand.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.sql.postgres.Leases.Heard;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is silent for its lease. */
@DisplayName("A lease on PostgreSQL")
class LeasesTest {
  private static final long BETWEEN_LOOKS = 100;
  private static final long LEASE = 1_000;

  private final Leases leases = new Leases(BETWEEN_LOOKS);
  private long now = 1_000_000;

  /** A look at one other, a look's time after the last one. */
  private Map<Long, Long> look(long beat, long age) {
    now += BETWEEN_LOOKS;
    return leases.over(Map.of(7L, new Heard(beat, LEASE, age)), now);
  }

  @Test
  @DisplayName("K2 of who goes on saying that it lives is never over")
  void lives() {
    for (int i = 0; i < 100; i++) {
      assertThat(look(i, 50)).isEmpty();
    }
  }

  @Test
  @DisplayName("K2 of who is silent is over within itself, and not much before")
  void silent() {
    assertThat(look(1, 0)).isEmpty();
    long silentSince = now;
    Map<Long, Long> over = Map.of();
    while (over.isEmpty()) {
      over = look(1, now + BETWEEN_LOOKS - silentSince);
    }
    assertThat(over).containsExactly(Map.entry(7L, 1L));
    assertThat(now - silentSince).isBetween(LEASE - 2 * BETWEEN_LOOKS, LEASE);
  }

  @Test
  @DisplayName("K2 is over for nobody because the clock of the server was set")
  void clockIsSet() {
    assertThat(look(1, 50)).isEmpty();
    assertThat(look(1, 40 * LEASE)).isEmpty();
    assertThat(look(2, 40 * LEASE)).isEmpty();
    assertThat(look(-40 * LEASE, 0)).isEmpty();
    assertThat(look(-40 * LEASE, -40 * LEASE)).isEmpty();
  }

  @Test
  @DisplayName("K2 is over for nobody because whoever looks was stopped")
  void stopped() {
    assertThat(look(1, 0)).isEmpty();
    now += 40 * LEASE; // the other one as well, perhaps, and has not come to say that it lives
    assertThat(look(1, 40 * LEASE)).isEmpty();
    assertThat(look(2, 10)).isEmpty();
  }

  @Test
  @DisplayName("K2 that is shorter than the time between two looks is over for who is silent only")
  void shorterThanLooks() {
    long shortLease = BETWEEN_LOOKS * 3 / 2;
    for (int i = 0; i < 50; i++) {
      now += BETWEEN_LOOKS;
      assertThat(leases.over(Map.of(7L, new Heard(i, shortLease, 10)), now)).isEmpty();
    }
    now += BETWEEN_LOOKS;
    assertThat(leases.over(Map.of(7L, new Heard(49, shortLease, 110)), now)).isEmpty();
    now += BETWEEN_LOOKS;
    assertThat(leases.over(Map.of(7L, new Heard(49, shortLease, 210)), now))
        .containsExactly(Map.entry(7L, 49L));
  }

  @Test
  @DisplayName("K2 begins anew for who has left and is back")
  void isBack() {
    assertThat(look(1, 0)).isEmpty();
    for (int i = 0; i < 20; i++) {
      now += BETWEEN_LOOKS;
      assertThat(leases.over(Map.of(), now)).isEmpty();
    }
    assertThat(look(1, 0)).isEmpty();
  }
}
