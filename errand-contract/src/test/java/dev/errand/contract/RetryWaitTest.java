package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.stores.Stores;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract F5: how long a failed delivery waits, measured over many that fail side by side. */
class RetryWaitTest extends DeliveryContractTest {
  private static final int OWNERS = 300;
  private static final int OWNERS_OF_ONE_RETRY = Stores.many(OWNERS, 100);
  private static final int RETRIES = 12;
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration JITTER = Duration.ofMillis(200);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  /** The waits of all owners before retry n; each has a lane of its own, so nobody waits longer. */
  private List<Duration> waits(int n, int owners) {
    sink.answer(Answer.fail("no"));
    for (int owner = 0; owner < owners; owner++) {
      end(manager, "a-" + owner, "owner-" + owner);
    }
    time.advance(CAP.multipliedBy(n));
    List<Duration> waits = new ArrayList<>();
    for (int owner = 0; owner < owners; owner++) {
      List<Call> calls = sink.callsFor("a-" + owner);
      waits.add(Duration.between(calls.get(n - 1).at(), calls.get(n).at()));
    }
    return waits;
  }

  @ParameterizedTest(name = "F5 retry {0}: {1} to {2}")
  @CsvSource({
    "1, PT0.5S, PT0.7S",
    "2, PT1S, PT1.2S",
    "3, PT2S, PT2.2S",
    "4, PT4S, PT4.2S",
    "5, PT8S, PT8.2S",
    "6, PT16S, PT16.2S"
  })
  @DisplayName("F5 below the cap a retry waits b + j: 500 ms · 2^(n−1) and up to 200 ms more")
  void belowTheCap(int n, Duration least, Duration below) {
    assertThat(waits(n, OWNERS_OF_ONE_RETRY))
        .allSatisfy(wait -> {
          assertThat(wait).isGreaterThanOrEqualTo(least);
          assertThat(wait).isLessThan(below);
        });
  }

  @ParameterizedTest(name = "F5 retry {0}: 29.8 s to 30 s")
  @CsvSource({"7", "8", "9", "10", "11", "12", "40"})
  @DisplayName("F5 at the cap a retry waits b − j: never more than 30 s, and the jitter is kept")
  void atTheCap(int n) {
    List<Duration> waits = waits(n, OWNERS_OF_ONE_RETRY);
    assertThat(waits)
        .allSatisfy(wait -> {
          assertThat(wait).isGreaterThan(CAP.minus(JITTER));
          assertThat(wait).isLessThanOrEqualTo(CAP);
        });
    assertThat(waits.stream().distinct()).as("they do not retry in step").hasSizeGreaterThan(50);
  }

  @Test
  @DisplayName("F5 the jitter is uniform in [0, 200) ms, at the cap as well")
  void uniform() {
    List<Duration> unused = waits(RETRIES, OWNERS);
    for (int n = 1; n <= RETRIES; n++) {
      long[] tenths = new long[10];
      for (int owner = 0; owner < OWNERS; owner++) {
        List<Call> calls = sink.callsFor("a-" + owner);
        Duration wait = Duration.between(calls.get(n - 1).at(), calls.get(n).at());
        Duration base = Duration.ofMillis(500L << Math.min(n - 1, 8));
        Duration jitter = n < 7 ? wait.minus(base) : CAP.minus(wait);
        tenths[(int) (jitter.toNanos() * 10 / JITTER.toNanos())]++;
      }
      // 30 are expected in each; chance leaves these bounds less than once in a million runs.
      assertThat(LongStream.of(tenths).boxed())
          .as("retry %d", n)
          .allMatch(count -> count >= 5 && count <= 70);
    }
  }
}
