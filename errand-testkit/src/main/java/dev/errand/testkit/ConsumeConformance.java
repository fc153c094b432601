package dev.errand.testkit;

import static dev.errand.DeliveryStatus.ACKNOWLEDGED;
import static dev.errand.DeliveryStatus.DELIVERED;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Results that the owner has otherwise, or does not want (contract F12, G1, D3). */
abstract class ConsumeConformance extends StoreSuite {
  private long token;

  ConsumeConformance(Function<TimeAndThreads, JobStore> opener) {
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
  @DisplayName(
      "F12 deliveries that wait, are held, parked or wait for a retry are dropped, counted")
  void dropped() {
    store.mail.ended("a", "retrying");
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.ended("a", "waiting");
    store.mail.ended("a", "held");
    store.mail.hold(W1, "h", "held");
    Run still = store.end(running("still there"), DrivenStore.returned(""));
    store.mail.ended("b", "parked");
    store.mail.close(JobFilter.all(), token);
    store.mail.open(W1, "a");
    Acknowledged acknowledged =
        store.mail.acknowledge("retrying", "waiting", "held", "still there", "parked");
    assertThat(acknowledged.dropped()).isEqualTo(5);
    assertThat(acknowledged.runs()).containsExactlyInAnyOrderElementsOf(store.rows());
    assertThat(DrivenMail.statuses(store.rows())).containsOnly(ACKNOWLEDGED);
    store.settle(still);
    store.mail.release(W1, "h", "held");
    store.pass(DrivenMail.RETRY);
    store.sweep();
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.store.undelivered(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("F12 exactly these runs are acknowledged, and what the filter sees")
  void exactly() {
    store.mail.ended("a", "1");
    store.mail.ended("a", "2");
    store.mail.ended("b", "3");
    Acknowledged acknowledged =
        store.submit(new MailStep.Acknowledge(Set.of("1", "3", "nothing"), JobFilter.owner("a")));
    assertThat(acknowledged.dropped()).isEqualTo(1);
    assertThat(ids(acknowledged.runs())).containsExactly("1");
    assertThat(store.mail.claimed(W1, "a")).containsExactly("2");
    assertThat(store.mail.claimed(W1, "b")).containsExactly("3");
  }

  @Test
  @DisplayName("F12 a second acknowledgement changes nothing")
  void twice() {
    store.mail.ended("a", "run");
    store.mail.acknowledge("run");
    assertThat(store.mail.acknowledge("run")).isEqualTo(new Acknowledged(0, List.of()));
    muted("going on");
    assertThat(store.mail.acknowledge("going on")).isEqualTo(new Acknowledged(0, List.of()));
  }

  @Test
  @DisplayName("F12 one in flight is acknowledged, but was not dropped")
  void inFlight() {
    store.mail.ended("a", "run");
    Run run = store.mail.claimOne(W1, "a");
    Acknowledged acknowledged = store.mail.acknowledge("run");
    assertThat(acknowledged).isEqualTo(new Acknowledged(0, List.of(store.now(run))));
    assertThat(store.mail.status(run)).isEqualTo(ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F12 what was not under way is acknowledged, but was not dropped")
  void notUnderWay() {
    store.mail.close(JobFilter.all(), token);
    store.mail.ended("", "unrouted");
    store.settle(store.cancel(running("never due")));
    Acknowledged acknowledged = store.mail.acknowledge("unrouted", "never due");
    assertThat(acknowledged.dropped()).isZero();
    assertThat(acknowledged.runs()).hasSize(2);
    assertThat(DrivenMail.statuses(store.rows())).containsOnly(ACKNOWLEDGED);
  }

  @Test
  @DisplayName("G1 a foreground wait consumes exactly the runs it names")
  void consume() {
    Run held = store.mail.ended("a", "held");
    store.mail.hold(W1, "h", "held");
    Run waiting = store.mail.ended("a", "waiting");
    Run other = store.mail.ended("b", "other");
    assertThat(store.mail.consume(held, waiting))
        .containsExactlyInAnyOrder(store.now(held), store.now(waiting));
    assertThat(store.now(held).mail().status()).isEqualTo(ACKNOWLEDGED);
    assertThat(store.now(held).mail().holds()).isEqualTo(1);
    assertThat(store.mail.release(W1, "h", "held")).hasSize(1);
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.now(other)).isEqualTo(other);
  }

  @Test
  @DisplayName("G1 what a sink has taken, or another wait has consumed, is not consumed again")
  void consumedBefore() {
    Run delivered = store.mail.ended("a", "delivered");
    store.mail.succeed(store.mail.claimOne(W1, "a"));
    Run consumed = store.mail.ended("a", "consumed");
    store.mail.consume(consumed);
    assertThat(store.mail.consume(delivered, consumed)).isEmpty();
    assertThat(DrivenMail.statuses(store.rows())).containsExactly(DELIVERED, ACKNOWLEDGED);
  }

  @Test
  @DisplayName("G1 a namesake of a forgotten run is not consumed in its place")
  void namesake() {
    Run forgotten = store.mail.ended("a", "run");
    store.evict(JobFilter.all());
    Run namesake = store.mail.ended("a", "run");
    assertThat(store.mail.consume(forgotten)).isEmpty();
    assertThat(store.now(namesake)).isEqualTo(namesake);
  }

  @Test
  @DisplayName("F12 of an acknowledgement and a claim at the same time the claim may come first")
  void race() throws InterruptedException {
    for (int i = 0; i < 25; i++) {
      Run run = store.mail.ended("a", "run" + i);
      List<Object> outcomes =
          together(
              2,
              thread -> thread == 0 ? store.mail.claim(W1, "a") : store.mail.acknowledge(run.id()));
      boolean claimed = !((List<?>) outcomes.get(0)).isEmpty();
      assertThat(((Acknowledged) outcomes.get(1)).dropped()).isEqualTo(claimed ? 0 : 1);
      assertThat(store.mail.status(run)).isEqualTo(ACKNOWLEDGED);
    }
  }
}
