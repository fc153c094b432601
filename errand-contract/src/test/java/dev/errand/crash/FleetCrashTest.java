package dev.errand.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.crash.Counts.What;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Three JVMs work on one PostgreSQL, and everything that may befall such a fleet does: workers are
 * killed, frozen and cut off, the server is restarted, sessions are ended. The system properties
 * {@code errand.fleet.faults} and {@code errand.fleet.seed} (default 1) say how often and with
 * which choices; the profile {@code soak} has 500. The evidence is kept: {@code
 * target/crash/fleet}. {@code errand.fleet.neighbour} is the folder of another version that every
 * second life is made of (contract K5; {@code .ci/neighbour}).
 */
class FleetCrashTest {
  private static final int FAULTS = Integer.getInteger("errand.fleet.faults", 20);
  private static final long SEED = Long.getLong("errand.fleet.seed", 1);

  /** The bar is a second; on a machine where others build, it needs room. */
  private static final Duration KILLED_NOTICED = Duration.ofSeconds(2);

  /** Also who is killed before he could be heard of after a restart of the server. */
  private static final Duration LEASE_IS_OVER = LifePlan.LEASE.plusSeconds(3);

  private static Folder folder;
  private static Findings findings;
  private static FleetSeries series;

  @BeforeAll
  static void strike() throws IOException, InterruptedException {
    folder = Folder.fresh("fleet");
    series = new FleetSeries(folder, SEED, FAULTS);
    findings = series.run();
    String counts =
        "errand.fleet.seed=%d%n%s%n%s".formatted(SEED, series, findings.counts.toString());
    Files.writeString(folder.counts(), counts);
    System.out.println("Faults on a fleet, " + counts);
  }

  @TestFactory
  @DisplayName("nothing is violated, whatever befalls the fleet")
  Stream<DynamicTest> invariants() {
    return Arrays.stream(Invariant.values())
        .map(invariant ->
            dynamicTest(invariant.title, () -> Report.check(findings, invariant, SEED, folder)));
  }

  @Test
  @DisplayName("K1, K2, J1 there was something to lose, and each sort of fault")
  void somethingHappened() {
    if (FAULTS >= Arrays.stream(Fault.values()).mapToInt(fault -> fault.timesInDeck).sum()) {
      for (Fault fault : Fault.values()) {
        assertThat(series.count(fault)).as(fault.title).isPositive();
      }
    }
    for (What what :
        new What[] {What.REGISTERED, What.BODIES_CUT, What.RERUNS, What.LOST, What.ACCEPTED}) {
      assertThat(findings.counts.of(what)).as(what.title).isPositive();
    }
  }

  @Test
  @DisplayName("K2 what a killed worker had is looked after in about a second")
  void killedNoticed() {
    assertThat(series.killed().median()).isLessThan(KILLED_NOTICED);
    assertThat(series.killed().longest()).isLessThan(LEASE_IS_OVER);
    assertThat(series.killedTogether().longest()).as("two").isLessThan(LEASE_IS_OVER);
  }

  @Test
  @DisplayName("K5 two versions side by side: both were there")
  @EnabledIf("dev.errand.crash.Neighbour#isThere")
  void neighbours() {
    assertThat(series.lives()).as("each second one is of the other version").isGreaterThan(3);
  }

  @Test
  @DisplayName("K2 what a frozen worker had is looked after within its lease")
  void frozenNoticed() {
    assertThat(series.frozen().longest()).isLessThan(LEASE_IS_OVER);
  }
}
