package dev.errand.testkit;

import static dev.errand.DeliveryStatus.MUTED;
import static dev.errand.DeliveryStatus.NEVER_DUE;
import static dev.errand.DeliveryStatus.NOT_DUE;
import static dev.errand.DeliveryStatus.UNROUTED;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Acknowledged;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs whose results are not wanted while they go on (contract F12, D3). */
abstract class MuteConformance extends StoreSuite {
  private long token;

  MuteConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    token = store.mail.open(W1, JobFilter.all());
  }

  private Run running(String id) {
    return store.start(Ask.closure().owner("a").id(id), W1);
  }

  private Run muted(String id) {
    Run run = running(id);
    store.mail.acknowledge(id);
    return store.now(run);
  }

  @Test
  @DisplayName("F12 a run that goes on is muted and ends silently")
  void mute() {
    Run run = running("run");
    Acknowledged acknowledged = store.mail.acknowledge("run");
    assertThat(acknowledged).isEqualTo(new Acknowledged(0, List.of(store.now(run))));
    assertThat(store.mail.status(run)).isEqualTo(MUTED);
    assertThat(store.settle(run).mail().status()).isEqualTo(MUTED);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.store.undelivered(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("F12 a queued run can be muted, and stays so through attempts")
  void muteQueued() {
    Run run = store.queue(Ask.call("both").owner("a").id("run"), W1);
    store.mail.acknowledge("run");
    Run first = store.claim(W1, 1).get(0);
    store.requeue(first);
    Run second = store.claim(W2, 1).get(0);
    assertThat(store.settle(second).mail().status()).isEqualTo(MUTED);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.mail.status(run)).isEqualTo(MUTED);
  }

  @Test
  @DisplayName("F12 a lifted mute leaves no trace, while the run goes on")
  void resumeRunning() {
    Run run = muted("run");
    assertThat(store.mail.resume("run", "nothing")).containsExactly(store.now(run));
    assertThat(store.mail.status(run)).isEqualTo(NOT_DUE);
    store.settle(run);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F12 if it has ended meanwhile, its delivery is due at once")
  void resumeEnded() {
    store.settle(muted("run"));
    store.pass(DrivenMail.RETRY);
    store.mail.ended("a", "other");
    store.pass(DrivenMail.RETRY);
    store.mail.resume("run");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("other", "run");
  }

  @Test
  @DisplayName("F12 what is resumed follows the rules for what becomes due: bodies, holds, routes")
  void resumeRules() {
    Run still = store.end(muted("still there"), DrivenStore.returned(""));
    store.settle(muted("held"));
    store.mail.hold(W1, "h", "held");
    store.settle(muted("unrouted"));
    store.mail.resume("still there", "held");
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    store.settle(still);
    store.mail.release(W1, "h", "held");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("still there", "held");
    store.mail.close(JobFilter.all(), token);
    assertThat(DrivenMail.statuses(store.mail.resume("unrouted"))).containsExactly(UNROUTED);
  }

  @Test
  @DisplayName("F12 only mutes are lifted, and only under the filter")
  void notMuted() {
    Run muted = muted("muted");
    Run running = running("running");
    store.mail.ended("a", "acknowledged");
    store.mail.acknowledge("acknowledged");
    List<Run> before = store.rows();
    assertThat(store.mail.resume("running", "acknowledged", "nothing")).isEmpty();
    assertThat(store.submit(new MailStep.Resume(Set.of("muted"), JobFilter.owner("b")))).isEmpty();
    assertThat(store.rows()).isEqualTo(before).contains(muted, running);
  }

  @Test
  @DisplayName("D3 what its owner cancels is never due, muted or not; what others cancel is told")
  void cancelled() {
    Run own = store.cancel(muted("own"));
    assertThat(own.mail().status()).isEqualTo(NEVER_DUE);
    assertThat(store.cancel(running("plain")).mail().status()).isEqualTo(NEVER_DUE);
    for (CancelledBy by : CancelledBy.values()) {
      if (by != CancelledBy.OWNER) {
        assertThat(store.cancel(muted("muted " + by), by).mail().status()).isEqualTo(MUTED);
        store.settle(store.cancel(running("by " + by), by));
        assertThat(store.mail.claimed(W1, "a")).containsExactly("by " + by);
      }
    }
    assertThat(store.mail.resume("own", "plain")).isEmpty();
  }
}
