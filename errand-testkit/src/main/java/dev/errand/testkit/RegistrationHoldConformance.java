package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Register.Known;
import dev.errand.spi.TimeAndThreads;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The hold that comes with a registration, and who takes it over (contract A1, A8, G1). */
abstract class RegistrationHoldConformance extends StoreSuite {

  RegistrationHoldConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    store.openRoute(W1);
  }

  private int holds(String id) {
    return store.store.find(id, JobFilter.all()).orElseThrow().mail().holds();
  }

  private Run registered(String id, boolean hold) {
    Step.Register step =
        store.register(Ask.closure().owner("a").id(id).key(id), W1, 1, Bounds.DEFAULT);
    return DrivenStore.registered(
        store.submit(new Step.Register(step.request(), hold, W1, 1, Bounds.DEFAULT)));
  }

  @Test
  @DisplayName("A1 the hold of a registration is released under its own name")
  void registration() {
    store.settle(registered("run", true));
    assertThat(store.mail.claim(W1, "a")).isEmpty();
    assertThat(store.mail.release(W1, "h", "run")).isEmpty();
    assertThat(store.mail.release(W1, MailStep.Hold.REGISTRATION, "run")).hasSize(1);
    assertThat(store.mail.claimed(W1, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("A1 who has no hold may release the registration's in its place")
  void orRegistration() {
    registered("run", true);
    store.mail.hold(W1, "h", "run");
    assertThat(store.mail.releaseOrRegistration(W1, "h", "run")).hasSize(1);
    assertThat(holds("run")).isEqualTo(1);
    // What is left is the registration's: its own name frees it.
    assertThat(store.mail.releaseOrRegistration(W1, "h", "run")).hasSize(1);
    assertThat(holds("run")).isZero();
    assertThat(store.mail.releaseOrRegistration(W1, "h", "run")).isEmpty();
  }

  @Test
  @DisplayName("G1 a wait takes over the hold of the registration, once")
  void takeOver() {
    registered("run", true);
    assertThat(store.mail.takeOver(W1, "h", "run")).hasSize(1);
    assertThat(holds("run")).isEqualTo(1);
    assertThat(store.mail.release(W1, MailStep.Hold.REGISTRATION, "run")).isEmpty();
    assertThat(store.mail.takeOver(W1, "second", "run")).hasSize(1);
    assertThat(holds("run")).isEqualTo(2);
    assertThat(store.mail.release(W1, "h", "run")).hasSize(1);
    assertThat(store.mail.release(W1, "second", "run")).hasSize(1);
    assertThat(holds("run")).isZero();
  }

  @Test
  @DisplayName("G1 who does not take over holds beside the registration")
  void beside() {
    registered("run", true);
    store.mail.hold(W1, "h", "run");
    assertThat(holds("run")).isEqualTo(2);
  }

  @Test
  @DisplayName("A8 a registration that finds its run by key holds that, if it is to hold")
  void byKey() {
    Run first = registered("run", false);
    Step.Register again =
        store.register(Ask.closure().owner("a").key("run"), W2, 1, Bounds.DEFAULT);
    assertThat(store.submit(again)).isEqualTo(new Known(first));
    Step.Register.Outcome held =
        store.submit(new Step.Register(again.request(), true, W2, 1, Bounds.DEFAULT));
    assertThat(held).isEqualTo(new Known(store.now(first)));
    assertThat(holds("run")).isEqualTo(1);
    assertThat(store.mail.release(W2, MailStep.Hold.REGISTRATION, "run")).hasSize(1);
  }
}
