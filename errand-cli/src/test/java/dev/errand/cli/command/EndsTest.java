package dev.errand.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.JobEnd;
import dev.errand.cli.ExitCodes;
import dev.errand.shell.process.Signals;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Exit codes and words")
class EndsTest {

  @ParameterizedTest
  @CsvSource({
    "RETURNED, , 0, completed",
    "THREW, , 125, failed: why",
    "TIMED_OUT, , 124, failed: timed out",
    "CANCELLED, PERSON, 130, cancelled by a person",
    "LOST, , 125, failed: lost",
    "QUEUE_TIMEOUT, , 125, failed: waited too long in the queue",
    "OUTPUT_LIMIT, , 125, failed: printed too much"
  })
  @DisplayName("tell how the job ended")
  void ends(EndReason reason, CancelledBy by, int code, String words) {
    JobEnd end =
        new JobEnd(
            reason, Optional.ofNullable(by), "why", false, Optional.empty(), Optional.empty());

    assertThat(ExitCodes.of(end)).isEqualTo(code);
    assertThat(Ends.of(end)).isEqualTo(words);
  }

  @Test
  @DisplayName("pass on those of the process, and signals from 128")
  void exits() {
    assertThat(ExitCodes.of(failed(Exit.withCode(3)))).isEqualTo(3);
    assertThat(ExitCodes.of(failed(Exit.bySignal("KILL")))).isEqualTo(137);
    assertThat(ExitCodes.of(failed(Exit.bySignal(Signals.name(40))))).isEqualTo(168);
    assertThat(Ends.of(failed(Exit.bySignal("TERM")))).isEqualTo("failed: killed by signal TERM");
  }

  private static JobEnd failed(Exit exit) {
    return new JobEnd(
        EndReason.THREW, Optional.empty(), "why", false, Optional.empty(), Optional.of(exit));
  }
}
