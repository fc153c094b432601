package dev.errand.testkit;

import static dev.errand.DeliveryStatus.DEAD;
import static dev.errand.DeliveryStatus.WAITING;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.claimOf;
import static dev.errand.testkit.DrivenStore.finishStep;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long, and how much, mail that nobody takes is kept: parked mail and dead letters (F6). */
abstract class ExpiryConformance extends StoreSuite {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final int MOST = 10_000;

  ExpiryConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private static Ask parking(String owner) {
    return Ask.closure().owner(owner).policy(Ask.PARKS);
  }

  private Run dead(String id) {
    long token = store.mail.open(W1, "a");
    store.mail.ended(Ask.closure().owner("a").id(id).maxAttempts(1).retention(Duration.ZERO));
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.close(JobFilter.owner("a"), token);
    return store.store.find(id, JobFilter.all()).orElseThrow();
  }

  /** Ends so many runs, all at once for the sake of slow stores. */
  private void endMany(int count, Ask ask) {
    Bounds bounds = Bounds.DEFAULT;
    List<Run> runs =
        store.submitAll(count, i -> store.register(ask, W1, 1, bounds)).stream()
            .map(DrivenStore::registered)
            .toList();
    store.submitAll(count, i -> finishStep(runs.get(i), returned(""), claimOf(W1, 0)));
  }

  @Test
  @DisplayName("F6 parked mail becomes a dead letter after 7 days")
  void parked() {
    Run run = store.mail.ended(parking("a"));
    assertThat(store.sweep().next()).contains(WEEK);
    store.pass(WEEK.minus(TICK));
    store.sweep();
    assertThat(store.mail.status(run)).isEqualTo(WAITING);
    store.pass(TICK);
    store.sweep();
    assertThat(store.mail.status(run)).isEqualTo(DEAD);
    assertThat(store.now(run).mail().lastError()).isNotBlank();
    assertThat(store.mail.deadLetters()).containsExactly(store.now(run));
    assertThat(store.mail.counts().parked()).isZero();
  }

  @Test
  @DisplayName("F6 only time without a sink counts, and only while it is due")
  void onlyParked() {
    long token = store.mail.open(W1, "a");
    Run run = store.mail.ended(parking("a").id("run"));
    store.pass(WEEK.multipliedBy(2));
    store.sweep();
    store.mail.close(JobFilter.owner("a"), token);
    store.pass(WEEK.minus(TICK));
    store.sweep();
    token = store.mail.open(W1, "a"); // begins anew
    store.mail.close(JobFilter.owner("a"), token);
    store.pass(WEEK.minus(TICK));
    store.sweep();
    store.mail.hold(W1, "h", "run");
    store.pass(WEEK);
    store.sweep();
    store.mail.release(W1, "h", "run");
    store.pass(WEEK.minus(TICK));
    store.sweep();
    assertThat(store.mail.status(run)).isEqualTo(WAITING);
    store.pass(TICK);
    store.sweep();
    assertThat(store.mail.status(run)).isEqualTo(DEAD);
  }

  @Test
  @DisplayName("F6 each parked delivery has its 7 days, also after an older one has gone")
  void eachParked() {
    store.mail.ended(parking("a").id("acknowledged"));
    store.pass(Duration.ofDays(1));
    store.mail.ended(parking("a").id("first"));
    store.mail.ended(parking("b").id("second"));
    store.pass(Duration.ofDays(1));
    store.mail.ended(parking("a").id("third"));
    store.mail.acknowledge("acknowledged");
    store.pass(Duration.ofDays(6));
    store.sweep();
    assertThat(ids(store.mail.deadLetters())).containsExactlyInAnyOrder("first", "second");
    store.pass(Duration.ofDays(1));
    store.sweep();
    assertThat(ids(store.mail.deadLetters())).containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  @DisplayName("F6 a dead letter goes after 7 days, and its run with it")
  void deadLetter() {
    Run run = dead("run");
    assertThat(store.sweep().next()).contains(WEEK);
    store.pass(WEEK.minus(TICK));
    store.sweep();
    assertThat(store.rows()).containsExactly(run);
    store.pass(TICK);
    store.sweep();
    assertThat(store.rows()).isEmpty();
    assertThat(store.mail.deadLetters()).isEmpty();
    assertThat(store.mail.counts().dead()).isZero();
  }

  @Test
  @DisplayName("F6 a hold does not prolong the 7 days of a dead letter")
  void notProlonged() {
    dead("run");
    store.pass(WEEK.minus(TICK));
    store.mail.hold(W1, "h", "run");
    store.mail.release(W1, "h", "run");
    store.pass(TICK);
    store.sweep();
    assertThat(store.rows()).isEmpty();
  }

  @Test
  @DisplayName("F6 the 7 days of a dead letter begin anew when it dies anew")
  void deadAnew() {
    Run run = dead("run");
    dead("other");
    store.pass(WEEK.minus(TICK));
    store.mail.redeliver(run);
    long token = store.mail.open(W1, "a");
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.close(JobFilter.owner("a"), token);
    store.pass(TICK);
    store.sweep();
    assertThat(ids(store.rows())).containsExactly("run");
    store.pass(WEEK.minus(TICK));
    store.sweep();
    assertThat(store.rows()).isEmpty();
  }

  @Test
  @DisplayName("F6 what an owner has parked beyond 10,000 dies, the oldest first")
  void tooManyParked() {
    endMany(3, parking("a"));
    store.pass(TICK);
    endMany(MOST, parking("a"));
    endMany(2, parking("b"));
    store.sweep();
    assertThat(store.mail.counts().parked()).isEqualTo(MOST + 2);
    assertThat(ids(store.mail.deadLetters())).containsExactly("bg_1", "bg_2", "bg_3");
    assertThat(store.mail.deadLetters())
        .allSatisfy(run -> assertThat(run.mail().lastError()).isNotBlank());
  }

  @Test
  @DisplayName("F6 of the dead letters beyond 10,000 the oldest go, and their runs with them")
  void tooManyDead() {
    dead("oldest");
    dead("old");
    store.pass(TICK);
    store.openRoute(W1);
    Ask ask = Ask.closure().owner("a").maxAttempts(1);
    endMany(MOST - 2, ask);
    store.mail.ended(ask.id("latest"));
    for (List<Run> batch = store.mail.claim(W1, "a");
        !batch.isEmpty();
        batch = store.mail.claim(W1, "a")) {
      store.submit(
          new MailStep.Conclude(
              batch.stream().map(run -> DrivenMail.failure(run, Duration.ZERO)).toList(),
              Optional.empty()));
    }
    store.sweep();
    assertThat(store.mail.counts().dead()).isEqualTo(MOST);
    assertThat(ids(store.mail.deadLetters())).startsWith("old").endsWith("latest");
    assertThat(store.store.find("oldest", JobFilter.all())).isEmpty();
  }
}
