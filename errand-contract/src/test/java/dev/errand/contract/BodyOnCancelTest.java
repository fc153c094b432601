package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal;
import dev.errand.Subscription;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B1: who is called back when a body is cancelled. */
class BodyOnCancelTest extends ContractTest {
  private final AsyncJobManager manager = manager();
  private final ScriptedBody body = ScriptedBody.ignoringCancel(time);
  private final List<String> called = new ArrayList<>();

  @Test
  @DisplayName("B1 onCancel calls back once, on a thread of its own")
  void callsBackOnce() {
    CancellationSignal signal = started();
    List<Thread> threads = new ArrayList<>();
    signal.onCancel(() -> threads.add(Thread.currentThread()));
    time.runReady();
    assertThat(threads).isEmpty();

    manager.cancel("bg_1");
    assertThat(threads).as("not on the canceller's thread").isEmpty();
    time.runReady();
    manager.cancel("bg_1");
    manager.close(Duration.ZERO);
    time.runReady();

    assertThat(threads)
        .singleElement()
        .isNotIn(Thread.currentThread(), body.thread().orElseThrow());
  }

  @Test
  @DisplayName("B1 onCancel after the cancel calls back at once, on the caller's thread")
  void callsBackAtOnce() {
    CancellationSignal signal = started();
    manager.cancel("bg_1");
    List<Thread> threads = new ArrayList<>();

    Subscription subscription = signal.onCancel(() -> threads.add(Thread.currentThread()));

    assertThat(threads).containsExactly(Thread.currentThread());
    subscription.close();
  }

  @Test
  @DisplayName("B1 a callback that was taken back is not called; the others are")
  void takenBack() {
    CancellationSignal signal = started();
    signal.onCancel(() -> called.add("first"));
    Subscription second = signal.onCancel(() -> called.add("second"));
    signal.onCancel(() -> called.add("third"));
    second.close();

    manager.cancel("bg_1");
    time.runReady();

    assertThat(called).containsExactly("first", "third");
  }

  @Test
  @DisplayName(
      "B1 taking a callback back twice takes back only that one, though another be the same object")
  void takenBackTwice() {
    CancellationSignal signal = started();
    Runnable callback = () -> called.add("called");
    Subscription first = signal.onCancel(callback);
    signal.onCancel(callback);
    first.close();
    first.close();

    manager.cancel("bg_1");
    time.runReady();

    assertThat(called).containsExactly("called");
  }

  @Test
  @DisplayName(
      "B1 a callback that throws or hangs keeps neither the others nor the cancel from happening")
  void badCallbacks() {
    CancellationSignal signal = started();
    signal.onCancel(() -> {
      throw new IllegalStateException("bad callback");
    });
    signal.onCancel(() -> {
      throw new LinkageError("worse callback");
    });
    signal.onCancel(() -> {
      try {
        time.sleep(Duration.ofDays(1));
      } catch (InterruptedException never) {
        throw new IllegalStateException(never);
      }
    });
    signal.onCancel(() -> called.add("good"));

    assertThat(manager.cancel("bg_1")).isTrue();
    time.runReady();

    assertThat(called).containsExactly("good");
    assertThat(body.wasInterrupted()).isTrue();
  }

  @Test
  @DisplayName("B1 a bad callback given after the cancel does not throw at the body")
  void badCallbackAtOnce() {
    CancellationSignal signal = started();
    manager.cancel("bg_1");

    assertThatCode(() ->
            signal.onCancel(() -> {
              throw new IllegalStateException("bad callback");
            }))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("B1 nobody is called back once the body has returned")
  void notAfterReturn() {
    CancellationSignal signal = started();
    signal.onCancel(() -> called.add("given before"));
    body.complete("done");
    time.runReady();
    signal.onCancel(() -> called.add("given after"));

    manager.cancel("bg_1");
    manager.close();
    time.runReady();

    assertThat(called).isEmpty();
    assertThat(signal.isCancelled()).isFalse();
  }

  private CancellationSignal started() {
    manager.register("task", "t", body);
    time.runReady();
    return body.context().orElseThrow().cancellation();
  }
}
