package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract F6: a sink that does not heed its interrupt keeps its lane busy, but not for ever. */
class SinkAbandonTest extends DeliveryContractTest {
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  @RegisterExtension final CaughtLog log = new CaughtLog();
  private final List<LogRecord> logged = log.records();

  @AfterEach
  void releaseSinks() {
    sink.calls().forEach(Call::succeed);
  }

  @Test
  @DisplayName("F6 the lane stays busy until the sink returns")
  void busyUntilItReturns() {
    sink.answerNext(Answer.hangStubbornly());
    end(manager, "a");
    end(manager, "b");
    time.advance(Duration.ofSeconds(45));
    assertThat(sink.calls().get(0).interruptedAt()).isPresent();
    assertThat(sink.jobIds()).containsExactly("a");

    sink.lastCall().fail("at last");
    time.runReady();

    // The retry of "a" has been due since 30.7 s at the latest, "b" since the beginning.
    assertThat(sink.jobIds()).containsExactly("a", "b", "a");
    assertThat(sink.times().subList(1, 3)).containsOnly(time.now());
  }

  @Test
  @DisplayName("F6 after 30 s more the sink is abandoned, and the lane goes on")
  void abandoned() {
    sink.answerNext(Answer.hangStubbornly());
    end(manager, "a");
    end(manager, "b");
    time.advance(HALF_MINUTE.multipliedBy(2).minus(TICK));
    assertThat(sink.jobIds()).containsExactly("a");
    time.advance(TICK);

    assertThat(sink.jobIds()).containsExactly("a", "b", "a");
    assertThat(sink.times().subList(1, 3)).containsOnly(time.now());
    assertThat(sink.calls().get(0).isOver()).isFalse();
  }

  @Test
  @DisplayName("F6 abandoning is logged, with the owner, once")
  void isLogged() {
    sink.answerNext(Answer.hangStubbornly());
    end(manager, "a", "agent-7");
    time.advance(HALF_MINUTE.multipliedBy(2).minus(TICK));
    List<String> before = messages();
    time.advance(Duration.ofMinutes(5));

    assertThat(messages().subList(before.size(), messages().size()))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("agent-7"));
  }

  private List<String> messages() {
    SimpleFormatter formatter = new SimpleFormatter();
    return logged.stream().map(formatter::formatMessage).toList();
  }

  @Test
  @DisplayName("F6 the span is that of the builder; with none a lane is free at the bound")
  void ownSpan() {
    AsyncJobManager hasty =
        manager(builder ->
            builder
                .onJobComplete(sink)
                .sinkTimeout(Duration.ofSeconds(5))
                .sinkAbandon(Duration.ZERO));
    sink.answerNext(Answer.hangStubbornly());
    end(hasty, "a");
    end(hasty, "b");
    time.advance(Duration.ofSeconds(5).minus(TICK));
    assertThat(sink.jobIds()).containsExactly("a");
    time.advance(TICK);

    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F6 a very long span means that a lane waits for its sink, and does no harm")
  void noSpan() {
    AsyncJobManager patient =
        manager(
            builder -> builder.onJobComplete(sink).sinkAbandon(Duration.ofSeconds(Long.MAX_VALUE)));
    sink.answerNext(Answer.hangStubbornly());
    end(patient, "a");
    end(patient, "b");
    time.advance(Duration.ofDays(3));
    assertThat(sink.jobIds()).containsExactly("a");
    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F6 a sink that hangs in every call is abandoned in every call; others go on")
  void abandonedAgainAndAgain() {
    sink.answerTo("a", Answer.hangStubbornly());
    end(manager, "a", "me");
    time.advance(Duration.ofMinutes(10));
    // A call each minute: the wait for the retry is over when the lane is free again.
    assertThat(sink.callsFor("a")).hasSize(11);
    assertThat(manager.deliveryState().delivering()).isEqualTo(11);
    assertThat(manager.deliveryState().stuck()).isEqualTo(10);

    end(manager, "b", "you");
    assertThat(sink.lastCall().jobId()).isEqualTo("b");
  }

  @Test
  @DisplayName("F6 a new sink need not wait for the old one longer than until it is abandoned")
  void newSink() {
    AsyncJobManager byOwner = manager(AsyncJobManager.Builder::routeByOwner);
    sink.answer(Answer.hangStubbornly());
    byOwner.registerDeliverySink("me", sink);
    end(byOwner, "a", "me");
    List<String> newer = new ArrayList<>();
    byOwner.registerDeliverySink("me", delivery -> newer.add(delivery.jobId()));
    time.advance(HALF_MINUTE.multipliedBy(2).minus(TICK));
    assertThat(newer).isEmpty();
    time.advance(TICK);

    assertThat(newer).containsExactly("a");
  }
}
