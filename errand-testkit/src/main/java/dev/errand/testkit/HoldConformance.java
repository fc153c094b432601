package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds keep mail back, and let it go when the last of them goes (contract F11, A1, G1). */
abstract class HoldConformance extends StoreSuite {

  HoldConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    store.openRoute(W1);
  }

  private int holds(String id) {
    return store.store.find(id, JobFilter.all()).orElseThrow().mail().holds();
  }

  @Test
  @DisplayName("F11 what is held is answered in the order of the ids; unknown ids are left out")
  void known() {
    store.mail.ended("a", "1");
    store.start(Ask.closure().id("2"), W1);
    store.queue(Ask.closure().id("3"), W1);
    List<Run> held = store.mail.hold(W1, "h", "3", "nothing", "1", "2");
    assertThat(ids(held)).containsExactly("3", "1", "2");
    assertThat(held)
        .allSatisfy(run -> {
          assertThat(run.mail().holds()).isEqualTo(1);
          assertThat(store.now(run)).isEqualTo(run);
        });
  }

  @Test
  @DisplayName("F11 under a filter foreign ids are neither held nor released")
  void filtered() {
    store.mail.ended("a", "own");
    store.mail.ended("b", "foreign");
    Set<String> both = new LinkedHashSet<>(List.of("foreign", "own"));
    JobFilter own = JobFilter.owner("a");
    assertThat(ids(store.submit(new MailStep.Hold(W1, "h", both, own, false))))
        .containsExactly("own");
    assertThat(holds("foreign")).isZero();
    store.mail.hold(W1, "h", "foreign");
    assertThat(ids(store.submit(new MailStep.Release(W1, "h", both, own, false))))
        .containsExactly("own");
    assertThat(holds("foreign")).isEqualTo(1);
  }

  @Test
  @DisplayName("F11 held mail is not handed out; it counts as held")
  void notHandedOut() {
    store.mail.ended("a", "run");
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.mail.take("a", 9)).isEmpty();
    assertThat(store.mail.counts().held()).isEqualTo(1);
    assertThat(store.mail.counts().queued()).isZero();
  }

  @Test
  @DisplayName("F11 holds are counted: mail is due when the last one goes")
  void counted() {
    store.mail.ended("a", "run");
    store.mail.hold(W1, "h", "run");
    store.mail.hold(W1, "h", "run");
    store.mail.hold(W2, "h", "run");
    assertThat(holds("run")).isEqualTo(3);
    assertThat(store.mail.release(W1, "h", "run")).hasSize(1);
    assertThat(store.mail.release(W2, "h", "run")).hasSize(1);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    Run released = store.mail.release(W1, "h", "run").get(0);
    assertThat(released.mail().holds()).isZero();
    assertThat(released).isEqualTo(store.now(released));
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 nobody releases the holds of others, or holds that are not there")
  void ofOthers() {
    store.mail.ended("a", "run");
    store.mail.ended("a", "free");
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.release(W2, "h", "run", "free")).isEmpty();
    assertThat(store.mail.release(W1, "other", "run", "free")).isEmpty();
    assertThat(store.mail.release(W1, "h", "free", "nothing")).isEmpty();
    assertThat(holds("run")).isEqualTo(1);
    assertThat(store.mail.release(W1, "h", "run")).hasSize(1);
    assertThat(store.mail.release(W1, "h", "run")).isEmpty();
  }

  @Test
  @DisplayName("F11 a run that is held while it goes on ends held")
  void whileRunning() {
    Run run = store.start(Ask.closure().owner("a").id("run"), W1);
    store.mail.hold(W1, "h", "run");
    assertThat(store.settle(run).mail().isHeld()).isTrue();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 a hold that goes before the end has no effect on the delivery")
  void goesBefore() {
    Run run = store.start(Ask.closure().owner("a").id("run"), W1);
    store.mail.hold(W1, "h", "run");
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.NOT_DUE);
    store.settle(run);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 mail whose last hold goes is due at once, even if it waited for a retry")
  void inRetry() {
    store.mail.ended("a", "run");
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.counts().nextRetryAt()).isEmpty();
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.counts().nextRetryAt()).isEmpty();
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 released mail goes out after what became due before")
  void afterOthers() {
    store.mail.ended("a", "held");
    store.mail.hold(W1, "h", "held");
    store.pass(DrivenMail.RETRY);
    store.mail.ended("a", "other");
    store.pass(DrivenMail.RETRY);
    store.mail.release(W1, "h", "held");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("other", "held");
  }

  @Test
  @DisplayName("F1 mail that is released while the body goes on is due when that is gone")
  void bodyGoesOn() {
    Run run = store.start(Ask.closure().owner("a").id("run"), W1);
    store.mail.hold(W1, "h", "run");
    Run cancelled = store.cancel(run, CancelledBy.PERSON);
    store.mail.release(W1, "h", "run");
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.settle(cancelled);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("H2 holds go with their run; a namesake is not held")
  void namesake() {
    store.mail.ended("a", "run");
    store.mail.hold(W1, "h", "run");
    store.evict(JobFilter.all());
    store.mail.ended("a", "run");
    assertThat(holds("run")).isZero();
    assertThat(store.mail.release(W1, "h", "run")).isEmpty();
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 of an end and the release of the last hold at the same time none is lost")
  void race() throws InterruptedException {
    for (int i = 0; i < 25; i++) {
      Run run = store.start(Ask.closure().owner("a"), W1);
      store.mail.hold(W1, "h", run.id());
      Step<?>[] steps = {
        DrivenStore.finishStep(run, DrivenStore.returned(""), DrivenStore.claimOf(W1, 0)),
        new MailStep.Release(W1, "h", Set.of(run.id()), JobFilter.all(), false)
      };
      List<Object> unused = together(2, thread -> store.submit(steps[thread]));
      assertThat(store.mail.claimed(W1, "a")).containsExactly(run.id());
    }
  }
}
