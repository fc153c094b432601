package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.MOST;
import static dev.errand.testkit.DrivenMail.MOST_BYTES;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much of a lane goes out together (contract F9). */
abstract class BatchConformance extends StoreSuite {
  private static final Duration TICK = Duration.ofMillis(1);

  BatchConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    store.openRoute(W1);
  }

  private Run start(String id) {
    return store.start(Ask.closure().owner("a").id(id), W1);
  }

  private void ended(String id, String text, Optional<String> data) {
    JobEnd end =
        new JobEnd(EndReason.RETURNED, Optional.empty(), text, false, data, Optional.empty());
    store.finish(start(id), end);
    store.pass(TICK);
  }

  private void ended(String... ids) {
    for (String id : ids) {
      ended(id, "12345", Optional.empty());
    }
  }

  @Test
  @DisplayName("F9 a claim takes no more than it may, and the next one goes on from there")
  void most() {
    ended("1", "2", "3", "4", "5");
    assertThat(store.mail.claims(W1, "a", 2, MOST_BYTES))
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
  }

  @Test
  @DisplayName("F9 text and data count in bytes of UTF-8, up to the bound and not beyond")
  void bytes() {
    ended("1", "ä", Optional.of("€")); // 2 + 3
    ended("2", "🚀", Optional.of("1")); // 4 + 1
    ended("3", "", Optional.of("0")); // 0 + 1
    assertThat(store.mail.claims(W1, "a", MOST, 10))
        .containsExactly(List.of("1", "2"), List.of("3"));
  }

  @Test
  @DisplayName("F9 what is too big goes alone, wherever it stands; nothing is drawn past it")
  void tooBig() {
    ended("big", "12345678901", Optional.empty());
    ended("1");
    ended("middle", "12345678901", Optional.empty());
    ended("2", "3");
    assertThat(store.mail.claims(W1, "a", MOST, 10))
        .containsExactly(List.of("big"), List.of("1"), List.of("middle"), List.of("2", "3"));
  }

  @Test
  @DisplayName("F9 mail that must not be part of a batch again goes alone, whatever is due besides")
  void alone() {
    ended("1", "2", "3");
    List<Run> batch = store.mail.claim(W1, "a");
    Verdict[] verdicts =
        batch.stream()
            .map(run ->
                new Verdict(DrivenMail.lease(run), Optional.of("no"), DrivenMail.RETRY, true))
            .toArray(Verdict[]::new);
    assertThat(store.mail.conclude(verdicts)).hasSize(3);
    store.pass(DrivenMail.RETRY);
    store.sweep();
    ended("4", "5");
    List<List<String>> claims = store.mail.claims(W1, "a", MOST, MOST_BYTES);
    assertThat(claims).contains(List.of("1"), List.of("2"), List.of("3"));
    assertThat(claims.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5");
  }

  @Test
  @DisplayName("F9 mail that goes alone does so at every later attempt")
  void staysAlone() {
    ended("1");
    Run first = store.mail.claimOne(W1, "a");
    store.mail.conclude(
        new Verdict(DrivenMail.lease(first), Optional.of("no"), Duration.ZERO, true));
    store.sweep();
    store.mail.failAndWait(store.mail.claimOne(W1, "a"));
    ended("2");
    assertThat(store.mail.claims(W1, "a", MOST, MOST_BYTES))
        .containsExactlyInAnyOrder(List.of("1"), List.of("2"));
  }

  @Test
  @DisplayName("F4 a claim and its verdicts are one step: what just failed is not claimed by it")
  void concludeAndClaim() {
    ended("1", "2", "3");
    List<Run> two = store.mail.claim(W1, "a", 2, MOST_BYTES);
    MailStep.Concluded concluded =
        store.submit(
            new MailStep.Conclude(
                List.of(
                    Verdict.taken(DrivenMail.lease(two.get(0))),
                    DrivenMail.failure(two.get(1), Duration.ZERO)),
                Optional.of(DrivenMail.claimOf(W1, "a"))));
    assertThat(concluded.verdicts()).hasSize(2);
    assertThat(ids(concluded.claimed())).containsExactly("3");
    assertThat(concluded.claimed().get(0)).isEqualTo(store.now(concluded.claimed().get(0)));
  }
}
