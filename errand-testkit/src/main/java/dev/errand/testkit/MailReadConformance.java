package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep.Counts;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What reads about mail show, in which order, and to whom (contract F6, F10, F14). */
abstract class MailReadConformance extends StoreSuite {
  private static final Duration TICK = Duration.ofMillis(1);

  private final List<Run> runs = new ArrayList<>();

  MailReadConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void startOneForEach() {
    for (int i = 0; i < Owners.ALL.size(); i++) {
      runs.add(store.start(Ask.closure().owner(Owners.ALL.get(i)).id("r" + i).maxAttempts(2), W1));
    }
  }

  private static List<String> names(List<Integer> numbers) {
    return numbers.stream().map(number -> "r" + number).toList();
  }

  private Run claim(int number) {
    return store.mail.claimOne(W1, Owners.ALL.get(number).orElse(""));
  }

  private void openAndEndAll() {
    store.openRoute(W1);
    runs.forEach(store::settle);
  }

  private Counts counts(JobFilter filter) {
    return store.store.mail(filter);
  }

  @Test
  @DisplayName("F10 at the beginning there is no mail")
  void nothing() {
    Owners.SEEN.forEach((filter, seen) -> {
      assertThat(counts(filter)).isEqualTo(new Counts(0, 0, 0, 0, Optional.empty()));
      assertThat(store.store.undelivered(filter)).isEmpty();
      assertThat(store.store.queuedMail(filter)).isEmpty();
      assertThat(store.store.deadLetters(filter)).isEmpty();
    });
  }

  @Test
  @DisplayName("F10 what waits, is in flight or waits for a retry or for its body counts as queued")
  void queued() {
    openAndEndAll();
    claim(0);
    store.mail.fail(claim(2));
    store.mail.take("ab", 1);
    Run body = store.start(Ask.closure().owner("a").id("body"), W1);
    store.cancel(body, CancelledBy.PERSON);
    Owners.SEEN.forEach((filter, seen) -> {
      List<String> expected = new ArrayList<>(names(seen));
      if (seen.contains(2)) {
        expected.add("body");
      }
      assertThat(counts(filter).queued()).as("%s", filter).isEqualTo(expected.size());
      assertThat(ids(store.store.queuedMail(filter))).as("%s", filter).isEqualTo(expected);
      assertThat(ids(store.store.undelivered(filter))).as("%s", filter).isEqualTo(expected);
    });
  }

  @Test
  @DisplayName("F10 what is under way is listed in the order of the ends")
  void byEnd() {
    store.openRoute(W1);
    List<Integer> ends = List.of(4, 7, 0, 8, 3, 2, 5, 1, 6);
    for (int i : ends) {
      store.cancel(runs.get(i), CancelledBy.PERSON);
      store.pass(TICK);
    }
    runs.forEach(run -> store.settle(store.now(run)));
    claim(7);
    store.mail.hold(W1, "h", "r4");
    Owners.SEEN.forEach((filter, seen) -> {
      List<String> expected = names(ends.stream().filter(seen::contains).toList());
      assertThat(ids(store.store.undelivered(filter))).as("%s", filter).isEqualTo(expected);
      assertThat(ids(store.store.queuedMail(filter)))
          .as("%s", filter)
          .isEqualTo(expected.stream().filter(id -> !id.equals("r4")).toList());
    });
  }

  @Test
  @DisplayName("F10 held mail is under way, but not queued; in flight, it is queued still")
  void held() {
    openAndEndAll();
    claim(3);
    store.mail.hold(W1, "h", "r0", "r1", "r2", "r3");
    List<Integer> held = List.of(0, 1, 2);
    Owners.SEEN.forEach((filter, seen) -> {
      List<Integer> queued = seen.stream().filter(i -> !held.contains(i)).toList();
      assertThat(counts(filter).held()).isEqualTo(seen.size() - queued.size());
      assertThat(counts(filter).queued()).isEqualTo(queued.size());
      assertThat(counts(filter).parked()).isZero();
      assertThat(ids(store.store.queuedMail(filter))).isEqualTo(names(queued));
      assertThat(ids(store.store.undelivered(filter))).isEqualTo(names(seen));
    });
  }

  @Test
  @DisplayName("F10 what waits without a sink is parked, also for a retry or for its body")
  void parked() {
    long token = store.mail.open(W1, JobFilter.all());
    store.end(runs.get(0), returned("still there"));
    for (int i = 1; i < runs.size(); i++) {
      store.settle(runs.get(i));
    }
    store.mail.fail(claim(1));
    claim(2);
    store.mail.close(JobFilter.all(), token);
    store.mail.open(W1, "A");
    store.mail.hold(W1, "h", "r3");
    List<Integer> queued = List.of(2, 7);
    Owners.SEEN.forEach((filter, seen) -> {
      long visible = seen.stream().filter(i -> i != 3).count();
      List<Integer> with = seen.stream().filter(queued::contains).toList();
      assertThat(counts(filter).queued()).as("%s", filter).isEqualTo(with.size());
      assertThat((long) counts(filter).parked()).isEqualTo(visible - with.size());
      assertThat(ids(store.store.queuedMail(filter))).isEqualTo(names(with));
      assertThat(ids(store.store.undelivered(filter))).isEqualTo(names(seen));
    });
    assertThat(counts(JobFilter.all()).nextRetryAt()).as("for nobody to try").isEmpty();
    store.openRoute(W1);
    assertThat(counts(JobFilter.all()).parked()).isZero();
    assertThat(counts(JobFilter.all()).queued()).isEqualTo(8);
    assertThat(counts(JobFilter.all()).nextRetryAt()).isPresent();
  }

  @Test
  @DisplayName("F10 the next retry is that of the mail the filter sees")
  void nextRetry() {
    openAndEndAll();
    List<Integer> failing = List.of(4, 0, 1);
    for (int i : failing) {
      store.mail.conclude(DrivenMail.failure(claim(i), Duration.ofSeconds(10 - i)));
    }
    store.pass(Duration.ofSeconds(1));
    Instant now = store.time.now();
    Owners.SEEN.forEach((filter, seen) ->
        assertThat(counts(filter).nextRetryAt())
            .as("%s", filter)
            .isEqualTo(
                seen.stream()
                    .filter(failing::contains)
                    .map(i -> now.plusSeconds(9 - i))
                    .min(Instant::compareTo)));
    store.pass(Duration.ofSeconds(5));
    store.sweep();
    assertThat(counts(JobFilter.ownerTree("a")).nextRetryAt()).contains(now.plusSeconds(9));
    store.mail.acknowledge("r0");
    store.mail.hold(W1, "h", "r1");
    assertThat(counts(JobFilter.all()).nextRetryAt()).isEmpty();
  }

  @Test
  @DisplayName("F6 dead letters are listed and counted under each filter, and nowhere else")
  void dead() {
    openAndEndAll();
    List<Integer> deaths = List.of(4, 7, 2, 1);
    for (int i : deaths) {
      store.mail.failAndWait(claim(i));
      store.mail.fail(claim(i));
    }
    store.mail.hold(W1, "h", "r7");
    Owners.SEEN.forEach((filter, seen) -> {
      List<Integer> dead = deaths.stream().filter(seen::contains).toList();
      assertThat(ids(store.store.deadLetters(filter))).as("%s", filter).isEqualTo(names(dead));
      assertThat(counts(filter).dead()).isEqualTo(dead.size());
      assertThat(counts(filter).held()).isZero();
      assertThat(counts(filter).queued()).isEqualTo(seen.size() - dead.size());
      assertThat(store.store.undelivered(filter)).hasSize(seen.size() - dead.size());
    });
  }

  @Test
  @DisplayName("F10 what is concluded or forgotten counts nowhere")
  void concluded() {
    openAndEndAll();
    store.mail.succeed(claim(0));
    claim(1);
    store.mail.fail(claim(2));
    store.mail.hold(W1, "h", "r3");
    store.mail.acknowledge("r4", "r5");
    store.evict(JobFilter.all());
    Owners.SEEN.forEach((filter, seen) -> {
      assertThat(counts(filter)).isEqualTo(new Counts(0, 0, 0, 0, Optional.empty()));
      assertThat(store.store.undelivered(filter)).isEmpty();
    });
  }
}
