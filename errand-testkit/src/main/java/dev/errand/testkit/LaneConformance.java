package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.MOST_BYTES;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.applied;
import static dev.errand.testkit.DrivenStore.claimOf;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a sink's worker gets of a lane: in which order, and how much (contract F4, F9). */
abstract class LaneConformance extends StoreSuite {
  private static final Duration TICK = Duration.ofMillis(1);

  LaneConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    store.openRoute(W1);
  }

  private Run start(String id) {
    return store.start(Ask.closure().owner("a").id(id), W1);
  }

  /** A run that has ended while its body goes on. */
  private Run cancelled(String id) {
    store.pass(TICK);
    return store.cancel(start(id), CancelledBy.PERSON);
  }

  private void settleInTurn(Run... runs) {
    for (Run run : runs) {
      store.pass(TICK);
      store.settle(run);
    }
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
  @DisplayName("F4 claimed mail is what MailTransitions make of it, and is not claimed again")
  void claimed() {
    Run waiting = store.mail.ended("a", "run");
    store.pass(TICK);
    Run claimed = store.mail.claimOne(W1, "a");
    assertThat(claimed.mail().lease()).isNotZero();
    assertThat(claimed).isEqualTo(applied(MailTransitions.claim(waiting, claimed.mail().lease())));
    assertThat(store.now(waiting)).isEqualTo(claimed);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName(
      "F1 the step that ends a run hands its delivery out as well, if the lane asks for it")
  void claimedWithTheEnd() {
    Run run = start("run");
    Step.Finish.Outcome outcome =
        store.submit(
            new Step.Finish(
                run.registration(),
                run.epoch(),
                returned("done"),
                Optional.empty(),
                claimOf(W1, 0),
                Optional.of(DrivenMail.claimOf(W1, "a"))));
    assertThat(applied(outcome.transition()).mail().status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(outcome.mail()).containsExactly(store.now(run));
    assertThat(store.now(run).mail().status()).isEqualTo(DeliveryStatus.IN_FLIGHT);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
  }

  @Test
  @DisplayName("J1 a claim afresh first gives back what the worker has in flight in that lane only")
  void afresh() {
    Run lost = store.mail.ended("a", "lost");
    Run other = store.mail.ended("b", "other");
    long lease = store.mail.claimOne(W1, "a").mail().lease();
    Run elsewhere = store.mail.claimOne(W1, "b");
    List<Run> claimed =
        store.submit(
            new MailStep.ClaimMail(W1, lost.owner(), DrivenMail.MOST, DrivenMail.MOST_BYTES, true));
    assertThat(claimed).containsExactly(store.now(lost));
    assertThat(store.now(lost).mail().lease()).isNotEqualTo(lease);
    assertThat(store.now(other)).isEqualTo(elsewhere);
  }

  @Test
  @DisplayName("F4 mail goes out in the order in which it became due, not in that of the ends")
  void byDue() {
    Run first = cancelled("first");
    Run second = cancelled("second");
    Run third = cancelled("third");
    settleInTurn(second, third, first);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("second", "third", "first");
  }

  @Test
  @DisplayName("F4 what became due at the same moment goes out in the order of the ends")
  void byEnd() {
    Run first = cancelled("first");
    Run second = cancelled("second");
    Run third = cancelled("third");
    List.of(third, first, second).forEach(store::settle);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("first", "second", "third");
  }

  @Test
  @DisplayName("F4 what one step ends goes out in the order of the ends")
  void endedTogether() {
    for (int i = 0; i < 5; i++) {
      store.queue(Ask.closure().owner("a"), W1);
    }
    store.submit(new Step.CancelAll(CancelledBy.PERSON, JobFilter.all(), Optional.empty()));
    List<Run> byEnd = store.store.recent(9, JobFilter.all()).reversed();
    assertThat(store.mail.claimed(W1, "a")).isEqualTo(ids(byEnd));
  }

  @Test
  @DisplayName("F4 lanes are claimed one by one")
  void lanes() {
    store.mail.ended("a", "of a");
    store.mail.ended("a/b", "of child");
    store.mail.ended("", "of nobody");
    assertThat(store.mail.claimed(W1, "")).containsExactly("of nobody");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("of a");
    assertThat(store.mail.claimed(W1, "a/b")).containsExactly("of child");
  }

  @Test
  @DisplayName("F1 mail is due when the body is gone or has had its time, not before")
  void due() {
    Run settles = cancelled("settles");
    Run staysOn = cancelled("stays on");
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.settle(settles);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("settles");
    store.giveUp(staysOn);
    Run claimed = store.mail.claimOne(W1, "a");
    assertThat(claimed.id()).isEqualTo("stays on");
    assertThat(claimed.settledAt()).isEmpty();
    Run settled = store.settle(claimed);
    assertThat(settled.mail()).isEqualTo(claimed.mail());
  }

  @Test
  @DisplayName("F4 mail that waits for its retry holds nobody up")
  void retryWaits() {
    ended("first", "second");
    Run first = store.mail.claim(W1, "a", 1, MOST_BYTES).get(0);
    store.mail.fail(first);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("second");
  }

  @Test
  @DisplayName("F4 each delivery is handed out once, however many claim and take")
  void handedOutOnce() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      store.mail.ended("a", "run" + i);
    }
    List<List<List<String>>> handedOut =
        together(
            4,
            thread ->
                thread % 2 == 0
                    ? store.mail.claims(W1, "a", 2, MOST_BYTES)
                    : List.of(ids(store.mail.take("a", 10)), ids(store.mail.take("a", 10))));
    List<String> all = handedOut.stream().flatMap(List::stream).flatMap(List::stream).toList();
    assertThat(all).hasSize(60).doesNotHaveDuplicates();
    assertThat(store.rows())
        .allSatisfy(run -> assertThat(run.mail().status()).isEqualTo(DeliveryStatus.IN_FLIGHT));
    assertThat(store.rows().stream().map(run -> run.mail().lease())).doesNotHaveDuplicates();
  }
}
