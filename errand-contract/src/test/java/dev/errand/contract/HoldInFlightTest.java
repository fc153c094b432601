package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Contract F11: holds and a call that has begun; holds of a manager that is gone. */
class HoldInFlightTest extends MailContractTest {

  /** Alice's job "a" has ended, its sink is being called, and then somebody holds it. */
  @Nested
  class DuringACall {
    private final AsyncJobManager manager = delivering();
    private Hold hold;

    @BeforeEach
    void holdDuringTheCall() {
      sink.answerNext(Answer.hangStubbornly());
      ended(manager, "a");
      hold = manager.hold("a").orElseThrow();
    }

    @Test
    @DisplayName("F11 a hold does not recall a call in flight: success concludes the delivery")
    void succeeds() {
      assertThat(sink.lastCall().isOver()).isFalse();
      sink.lastCall().succeed();
      time.runReady();
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);

      hold.close();
      time.advance(HOUR);
      assertThat(sink.calls()).hasSize(1);
    }

    @Test
    @DisplayName("F11 failure leaves the delivery held: no retry until the hold goes, then at once")
    void fails() {
      sink.lastCall().fail("no");
      time.advance(HOUR);
      assertThat(sink.calls()).hasSize(1);
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
      assertThat(job(manager, "a").delivery().held()).isTrue();
      assertThat(job(manager, "a").delivery().lastError()).contains("no");
      assertThat(manager.deliveryState().held()).isOne();

      hold.close();
      time.runReady();
      assertThat(sink.calls()).hasSize(2);
      assertThat(sink.lastCall().attempt()).isEqualTo(2);
    }

    @Test
    @DisplayName(
        "F11 a call that runs into its bound leaves the delivery held; late success counts")
    void timesOut() {
      time.advance(Duration.ofSeconds(50));
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
      assertThat(job(manager, "a").delivery().held()).isTrue();

      sink.lastCall().succeed();
      time.runReady();
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
      hold.close();
      time.advance(HOUR);
      assertThat(sink.calls()).hasSize(1);
    }

    @Test
    @DisplayName("F11 a hold that goes during the call makes no second call beside it")
    void goesDuringTheCall() {
      hold.close();
      time.advance(Duration.ofSeconds(5));
      assertThat(sink.calls()).hasSize(1);

      sink.lastCall().fail("no");
      time.runReady();
      assertThat(sink.calls()).as("an ordinary retry").hasSize(1);
      time.advance(FIRST_RETRY);
      assertThat(sink.calls()).hasSize(2);
      assertThat(sink.mostAtOnce()).isOne();
    }
  }

  @Test
  @DisplayName("F11 a hold dies with the manager that has it")
  void diesWithItsManager() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager holder = manager(builder -> builder.sharedStore(store));
    AsyncJobManager other = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    ScriptedBody body = running(other, "a");
    Hold hold = holder.hold("a").orElseThrow();
    assertThat(holder.watchJobs(List.of("a"))).isOne();
    end(body);
    assertThat(sink.calls()).isEmpty();

    holder.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");

    hold.close();
    time.advance(SECOND);
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 the holds of others stay when a manager goes, also those of the same name")
  void othersStay() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    ScriptedBody body = running(two, "a");
    one.watchJobs(List.of("a"));
    two.watchJobs(List.of("a"));
    end(body);

    one.close();
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();

    assertThat(two.unwatchJobs(List.of("a"))).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 one manager's unwatching and closing releases no hold of another manager's")
  void notEachOthers() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    ScriptedBody body = running(two, "a");
    Hold ofOne = one.hold("a").orElseThrow();
    Hold ofTwo = two.hold("a").orElseThrow();
    one.watchJobs(List.of("a"));
    end(body);

    assertThat(two.unwatchJobs(List.of("a"))).isZero();
    ofTwo.close();
    ofTwo.close();
    assertThat(one.unwatchJobs(List.of("a"))).isOne();
    time.advance(SECOND);
    assertThat(sink.calls()).as("one holds still").isEmpty();

    ofOne.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }
}
