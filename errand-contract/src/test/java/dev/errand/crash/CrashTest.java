package dev.errand.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.crash.Counts.What;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * JVMs that work on one SQLite file are killed, and nothing that was promised is lost. The system
 * properties {@code errand.crash.kills} (default 25) and {@code errand.crash.seed} (default 1) say
 * how often and with which choices; the profile {@code soak} kills 500 times. The seed chooses what
 * the lives do and when they are killed; what their threads make of it is another matter, so the
 * evidence is kept: {@code target/crash}.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("errand.crash.kills", 25);
  private static final long SEED = Long.getLong("errand.crash.seed", 1);

  /** What a few kills may miss, and many do not. */
  private static final Set<What> RARE =
      EnumSet.of(
          What.KILLED_WHILE_STARTING,
          What.KILLED_WHILE_CLOSING,
          What.CLOSED,
          What.REGISTERED_UNHEARD,
          What.DUPLICATES,
          What.CALLS_CUT);

  private static final int ENOUGH_FOR_ALL = 200;

  private static Folder folder;
  private static Findings findings;

  @BeforeAll
  static void kill() throws IOException, InterruptedException {
    folder = Folder.fresh("kills");
    Checker checker = new Checker();
    new Series(folder, SEED, KILLS).run(checker::see, life -> {});
    findings = checker.end();
    Files.writeString(folder.counts(), "seed %d%n%n%s".formatted(SEED, findings.counts));
    System.out.println("Crash harness, errand.crash.seed=" + SEED + "\n" + findings.counts);
  }

  @TestFactory
  @DisplayName("nothing is violated, whenever the process is killed")
  Stream<DynamicTest> invariants() {
    return Arrays.stream(Invariant.values())
        .map(invariant ->
            dynamicTest(invariant.title, () -> Report.check(findings, invariant, SEED, folder)));
  }

  @Test
  @DisplayName("J1 to J3 there was something to lose: all that can be cut by a kill was")
  void somethingHappened() {
    Counts counts = findings.counts;
    assertThat(counts.kills()).isEqualTo(KILLS);
    for (What what : What.values()) {
      if (KILLS >= ENOUGH_FOR_ALL || !RARE.contains(what)) {
        assertThat(counts.of(what)).as(what.title).isPositive();
      }
    }
  }
}
