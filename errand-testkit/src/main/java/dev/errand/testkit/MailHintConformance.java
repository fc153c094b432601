package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.RETRY;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import dev.errand.Subscription;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hints about mail and about what is forgotten; they go to everybody, the submitter too. */
abstract class MailHintConformance extends StoreSuite {
  private static final Duration KEPT = Duration.ofMinutes(3);

  private RecordedHints hints;

  MailHintConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  /** All steps here are those of W1, or of nobody. */
  @BeforeEach
  void listen() {
    hints = new RecordedHints(store.store);
    Subscription unused = store.store.listen(W1, hints);
  }

  private static Ask parking(String id) {
    return Ask.closure().owner("a").id(id).policy(Ask.PARKS);
  }

  private Run inFlight(String id) {
    store.mail.ended("a", id);
    return store.mail.claimOne(W1, "a");
  }

  private void assertDueAndClaim(String owner) {
    hints.awaitMailDue(owner);
    assertThat(store.mail.claim(W1, owner)).as("what could be claimed at the hint").isNotEmpty();
    hints.forget();
  }

  @Test
  @DisplayName("F1 mail is hinted at when it becomes due: settled, given up, or cancelled in queue")
  void due() {
    store.openRoute(W1);
    store.mail.ended("a", "1");
    assertDueAndClaim("a");
    Run cancelled = store.cancel(store.start(Ask.closure(), W1), CancelledBy.PERSON);
    store.giveUp(cancelled);
    assertDueAndClaim("");
    store.cancel(store.queue(Ask.closure().owner("b"), W1), CancelledBy.PERSON);
    assertDueAndClaim("b");
  }

  @Test
  @DisplayName("F1 nobody is told of mail that the step which made it due has handed out")
  void handedOutAtOnce() {
    store.openRoute(W1);
    Run run = store.start(Ask.closure().owner("a"), W1);
    hints.forget();
    store.submit(
        new Step.Finish(
            run.registration(),
            run.epoch(),
            DrivenStore.returned("done"),
            Optional.empty(),
            DrivenStore.claimOf(W2, 0),
            Optional.of(DrivenMail.claimOf(W1, "a"))));
    store.mail.ended("b", "next");
    hints.awaitFirstMailDue("b");
  }

  @Test
  @DisplayName("F2 parked mail is hinted at when a sink comes, and when the sink moves")
  void routes() {
    store.mail.ended(parking("run"));
    long own = store.mail.open(W1, "a");
    assertDueAndClaim("a");
    store.mail.ended(parking("next"));
    hints.forget();
    store.mail.open(W2, "a");
    hints.awaitMailDue("a");
    hints.forget();
    store.mail.open(W1, JobFilter.all());
    long moved = store.mail.open(W2, "a");
    hints.forget();
    assertThat(store.mail.close(JobFilter.owner("a"), own)).isFalse();
    assertThat(store.mail.close(JobFilter.owner("a"), moved)).isTrue();
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("F5 a retry is hinted at: when to look, and then that it is due")
  void retry() {
    store.openRoute(W1);
    Run run = inFlight("run");
    store.mail.fail(run);
    hints.awaitWakeIn(RETRY);
    hints.forget();
    store.pass(RETRY);
    store.sweep();
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("F11 mail whose last hold goes is hinted at")
  void released() {
    store.openRoute(W1);
    store.mail.hold(W1, "h", store.start(Ask.closure().owner("a").id("run"), W1).id());
    store.settle(store.rows().get(0));
    hints.forget();
    store.mail.release(W1, "h", "run");
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("F12 mail whose mute is lifted after the end is hinted at")
  void resumed() {
    store.openRoute(W1);
    Run run = store.start(Ask.closure().owner("a").id("run"), W1);
    store.mail.acknowledge("run");
    store.settle(run);
    hints.forget();
    store.mail.resume("run");
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("F16 mail that a reader gives back, or whose lease ends, is hinted at")
  void leases() {
    store.openRoute(W1);
    store.mail.ended("a", "run");
    Run taken = store.mail.takeOne("a");
    hints.forget();
    store.mail.giveBack(taken);
    hints.awaitMailDue("a");
    store.mail.takeOne("a");
    hints.awaitWakeIn(DrivenMail.LEASE);
    hints.forget();
    store.pass(DrivenMail.LEASE);
    store.sweep();
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("J3 what a retired worker had in flight or held is hinted at")
  void retired() {
    store.openRoute(W2);
    store.mail.ended("a", "1");
    store.mail.claim(W2, "a");
    store.mail.ended("b", "2");
    store.mail.hold(W2, "h", "2");
    store.openRoute(W1);
    hints.forget();
    store.mail.retire(W2);
    assertDueAndClaim("a");
    store.mail.claimOne(W1, "b");
  }

  @Test
  @DisplayName("F6 a dead letter is hinted at, and that it can be claimed when it is put back")
  void dead() {
    store.openRoute(W1);
    store.mail.ended(Ask.closure().owner("a").id("run").maxAttempts(1));
    Run dead = DrivenStore.applied(store.mail.fail(store.mail.claimOne(W1, "a")));
    hints.awaitAbout("died", dead);
    hints.forget();
    store.mail.redeliver(dead);
    assertDueAndClaim("a");
  }

  @Test
  @DisplayName("F6 parked mail and dead letters tell when to look after them, and what then comes")
  void expired() {
    Run parked = store.mail.ended(parking("run"));
    hints.awaitWakeIn(Duration.ofDays(7));
    hints.forget();
    store.pass(Duration.ofDays(7));
    store.sweep();
    Run dead = store.now(parked);
    hints.awaitAbout("died", dead);
    assertThat(store.sweep().next()).contains(Duration.ofDays(7));
    store.pass(Duration.ofDays(7));
    store.sweep();
    hints.awaitEvicted(dead);
  }

  @Test
  @DisplayName("F14 a lane of which nothing is under way any more is hinted at as quiet")
  void quiet() {
    long token = store.mail.open(W1, JobFilter.all());
    store.mail.succeed(inFlight("delivered"));
    hints.awaitMailQuiet("a");
    store.mail.ended("a", "acknowledged");
    store.mail.acknowledge("acknowledged");
    hints.awaitMailQuiet("a");
    store.mail.ended("a", "consumed");
    store.mail.consume(store.rows().get(2));
    hints.awaitMailQuiet("a");
    store.mail.ended("a", "held");
    store.mail.hold(W1, "h", "held");
    hints.awaitMailQuiet("a");
    store.mail.ended("", "parked");
    store.mail.close(JobFilter.all(), token);
    hints.awaitMailQuiet("");
    store.openRoute(W1);
    store.mail.ended(Ask.closure().owner("b").maxAttempts(1));
    store.mail.fail(store.mail.claimOne(W1, "b"));
    hints.awaitMailQuiet("b");
    store.mail.ended("c", "evicted");
    store.evict(JobFilter.all());
    hints.awaitMailQuiet("c");
    store.mail.ended("d", "retired");
    store.mail.retire(W1);
    hints.awaitMailQuiet("d");
  }

  @Test
  @DisplayName("H1 a run that is to be forgotten tells when, and then that it is")
  void retention() {
    Run run = store.mail.ended(Ask.closure().retention(KEPT));
    hints.awaitWakeIn(KEPT);
    store.pass(KEPT);
    store.sweep();
    hints.awaitEvicted(run);
    Run sooner = store.mail.ended(Ask.closure().retention(KEPT.dividedBy(3)));
    hints.awaitWakeIn(KEPT.dividedBy(3));
    store.mail.ended(Ask.closure().retention(KEPT.dividedBy(2)));
    store.mail.ended(Ask.closure().retention(KEPT.dividedBy(9)));
    hints.awaitWakeIn(KEPT.dividedBy(9));
    store.evict(JobFilter.all());
    hints.awaitEvicted(sooner);
  }

  @Test
  @DisplayName("H1 a run that is not kept at all is hinted at as forgotten")
  void notKept() {
    hints.awaitEvicted(store.mail.ended(Ask.closure().retention(Duration.ZERO)));
  }
}
