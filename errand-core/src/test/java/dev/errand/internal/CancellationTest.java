package dev.errand.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.CancellationSignal.Reason;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobCancelledException;
import dev.errand.Subscription;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The signal to stop, and the fence around the thread of the body (contract B1). */
class CancellationTest {
  private static final Reason REASON =
      new Reason(EndReason.CANCELLED, Optional.of(CancelledBy.OWNER), "why");

  /** Threads that begin when the test says so. */
  private static final class LateThreads implements TimeAndThreads {
    private final List<Runnable> started = new ArrayList<>();

    void begin() {
      List.copyOf(started).forEach(Runnable::run);
      started.clear();
    }

    @Override
    public Thread start(String name, Runnable task) {
      started.add(task);
      return new Thread(task, name);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Latch latch() {
      throw new UnsupportedOperationException();
    }
  }

  private final LateThreads threads = new LateThreads();
  private final Cancellation cancellation = new Cancellation(threads);
  private final List<String> calls = new ArrayList<>();

  @AfterEach
  void leaveNoInterrupt() {
    boolean unused = Thread.interrupted();
  }

  @Test
  @DisplayName("B1 the signal fires once, with its reason")
  void firesOnce() {
    cancellation.throwIfCancelled();
    assertThat(cancellation.isCancelled()).isFalse();
    assertThat(cancellation.reason()).isEmpty();
    assertThat(cancellation.fire(REASON)).isTrue();
    assertThat(cancellation.fire(new Reason(EndReason.TIMED_OUT, Optional.empty(), "later")))
        .isFalse();
    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(cancellation.reason()).contains(REASON);
    assertThatExceptionOfType(JobCancelledException.class)
        .isThrownBy(cancellation::throwIfCancelled)
        .withMessage("why")
        .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(REASON));
  }

  @Test
  @DisplayName("B1 a body that was ended before it began does not begin")
  void endedBefore() {
    assertThat(cancellation.fire(REASON)).isTrue();
    assertThat(cancellation.bodyBegins(Thread.currentThread())).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  @DisplayName("B1 the thread of the body is interrupted")
  void interrupted() {
    assertThat(cancellation.bodyBegins(Thread.currentThread())).isTrue();
    cancellation.fire(REASON);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("B1 no interrupt is left over when the body has returned")
  void noneLeftOver() {
    cancellation.bodyBegins(Thread.currentThread());
    cancellation.fire(REASON);
    cancellation.bodyReturned();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  @DisplayName("B1 no interrupt comes after the body has returned")
  void noneAfter() {
    cancellation.bodyBegins(Thread.currentThread());
    cancellation.bodyReturned();
    assertThat(cancellation.isOver()).isTrue();
    cancellation.fire(REASON);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  @DisplayName("B1 whoever fires while the body returns: no interrupt is left over")
  void race() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      Cancellation raced = new Cancellation(threads);
      CountDownLatch begun = new CountDownLatch(1);
      Thread firing =
          Thread.ofPlatform()
              .start(() -> {
                awaitQuietly(begun);
                raced.fire(REASON);
              });
      raced.bodyBegins(Thread.currentThread());
      begun.countDown();
      raced.bodyReturned();
      boolean late = Thread.currentThread().isInterrupted();
      firing.join();
      assertThat(late || Thread.interrupted()).isFalse();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  @Test
  @DisplayName("B1 callbacks run on threads of their own, and one that throws harms no other")
  void callbacks() {
    Subscription first =
        cancellation.onCancel(() -> {
          throw new IllegalStateException("on purpose");
        });
    Subscription second = cancellation.onCancel(() -> calls.add("second"));
    assertThat(List.of(first, second)).doesNotContainNull();
    cancellation.fire(REASON);
    assertThat(calls).isEmpty();
    threads.begin();
    assertThat(calls).containsExactly("second");
  }

  @Test
  @DisplayName("B1 a callback that comes late is called at once; one after the body never")
  void lateCallbacks() {
    cancellation.bodyBegins(new Thread());
    cancellation.fire(REASON);
    Subscription atOnce = cancellation.onCancel(() -> calls.add("at once"));
    cancellation.bodyReturned();
    Subscription never = cancellation.onCancel(() -> calls.add("never"));
    threads.begin();
    atOnce.close();
    never.close();
    assertThat(calls).containsExactly("at once");
  }

  @Test
  @DisplayName("B1 a callback that was taken back is not called")
  void takenBack() {
    Subscription subscription = cancellation.onCancel(() -> calls.add("taken back"));
    subscription.close();
    subscription.close();
    cancellation.fire(REASON);
    threads.begin();
    assertThat(calls).isEmpty();
  }

  @Test
  @DisplayName("B1 taking a callback back twice takes back one, though it was added twice")
  void takenBackOnce() {
    Runnable callback = () -> calls.add("called");
    Subscription first = cancellation.onCancel(callback);
    Subscription second = cancellation.onCancel(callback);
    assertThat(second).isNotNull();
    first.close();
    first.close();
    cancellation.fire(REASON);
    threads.begin();
    assertThat(calls).containsExactly("called");
  }

  @Test
  @DisplayName(
      "B1 a callback is not called once the body has returned, though its thread had been started")
  void notAfterTheBody() {
    cancellation.bodyBegins(new Thread());
    Subscription subscription = cancellation.onCancel(() -> calls.add("called"));
    assertThat(subscription).isNotNull();
    cancellation.fire(REASON);
    cancellation.bodyReturned();
    threads.begin();
    assertThat(calls).isEmpty();
  }
}
