package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;

/** What the suites about the attempts of deliveries share: W1 has the sink for everybody. */
abstract class MailSuite extends StoreSuite {
  /** The token of the route. */
  long token;

  MailSuite(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    token = store.mail.open(W1, JobFilter.all());
  }

  static Ask ask() {
    return Ask.closure().owner("a");
  }

  Run inFlight(String id) {
    store.mail.ended("a", id);
    return store.mail.claimOne(W1, "a");
  }

  /** Ended, and its first attempt has failed. */
  Run failed(Ask ask) {
    store.mail.ended(ask);
    Run run = store.mail.claimOne(W1, "a");
    store.mail.fail(run);
    return store.now(run);
  }

  Run dead() {
    return failed(ask().maxAttempts(1));
  }

  /** The next attempt, which fails. */
  DeliveryStatus failAgain(Run run) {
    store.sweep();
    store.mail.fail(store.mail.claimOne(W1, "a"));
    return store.mail.status(run);
  }

  void assertNothingUnderWay() {
    assertThat(store.store.undelivered(JobFilter.all())).isEmpty();
    store.pass(Duration.ofMinutes(2));
    store.sweep();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
  }
}
