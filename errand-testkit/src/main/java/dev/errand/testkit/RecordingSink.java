package dev.errand.testkit;

import dev.errand.Delivery;
import dev.errand.DeliverySink;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sink that writes down every call and does what the test says: takes the delivery (the default),
 * fails, or hangs until the test says how the call ends. What it does to one call is looked up when
 * the call begins: first in {@link #answerNext}, then in {@link #answerTo}, then in {@link
 * #answer}. Works in virtual and in real time. Thread-safe.
 */
public final class RecordingSink implements DeliverySink {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** What the sink does in one call. */
  public sealed interface Answer {

    /** Returns at once: the owner has it. */
    static Answer take() {
      return new Take();
    }

    /** Throws an {@link IllegalStateException} with this message at once. */
    static Answer fail(String message) {
      return new Fail(new IllegalStateException(message));
    }

    /** Throws this at once, an exception or an error. */
    static Answer fail(Throwable failure) {
      return new Fail(failure);
    }

    /** Waits until {@link Call#succeed} or {@link Call#fail}; an interrupt ends it as a failure. */
    static Answer hang() {
      return new Hang(false);
    }

    /** Waits until {@link Call#succeed} or {@link Call#fail}, whatever interrupts it. */
    static Answer hangStubbornly() {
      return new Hang(true);
    }
  }

  private record Take() implements Answer {}

  private record Fail(Throwable failure) implements Answer {}

  private record Hang(boolean stubborn) implements Answer {}

  private final TimeAndThreads time;
  private final List<Call> calls = new ArrayList<>();
  private final Deque<Answer> next = new ArrayDeque<>();
  private final Map<String, Answer> byJob = new HashMap<>();
  private Answer usual = Answer.take();
  private int running;
  private int mostAtOnce;

  private RecordingSink(TimeAndThreads time) {
    this.time = time;
  }

  /** A sink that takes everything, until told otherwise. */
  public static RecordingSink of(TimeAndThreads time) {
    return new RecordingSink(time);
  }

  /** A sink that does this in every call, until told otherwise. */
  public static RecordingSink of(TimeAndThreads time, Answer usual) {
    return new RecordingSink(time).answer(usual);
  }

  // ---- for the test

  /** Does this in every call from now on. */
  public synchronized RecordingSink answer(Answer newUsual) {
    usual = newUsual;
    return this;
  }

  /** Does this in every call with the delivery of this job. */
  public synchronized RecordingSink answerTo(String jobId, Answer answer) {
    byJob.put(jobId, answer);
    return this;
  }

  /** Does these in the next calls, one each, whatever they bring. */
  public synchronized RecordingSink answerNext(Answer... answers) {
    next.addAll(List.of(answers));
    return this;
  }

  /** All calls so far, in the order in which they began. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls with the delivery of this job. */
  public List<Call> callsFor(String jobId) {
    return calls().stream().filter(call -> call.jobId().equals(jobId)).toList();
  }

  /** The call that began last, which must be there. */
  public synchronized Call lastCall() {
    if (calls.isEmpty()) {
      throw new AssertionError("the sink has not been called");
    }
    return calls.get(calls.size() - 1);
  }

  /** The job of each call, in the order in which they began. */
  public List<String> jobIds() {
    return calls().stream().map(Call::jobId).toList();
  }

  /** When each call began. */
  public List<Instant> times() {
    return calls().stream().map(Call::at).toList();
  }

  /** What the sink took: the deliveries of the calls that returned, in order of their begin. */
  public List<Delivery> taken() {
    return calls().stream().filter(Call::hasSucceeded).map(Call::delivery).toList();
  }

  /** How many calls go on. */
  public synchronized int running() {
    return running;
  }

  /** The greatest number of calls that ever went on at the same time. */
  public synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  // ---- for the manager

  @Override
  public void deliver(Delivery delivery) throws Exception {
    Call call = begin(delivery);
    try {
      call.run();
    } finally {
      end();
    }
  }

  private synchronized Call begin(Delivery delivery) {
    Answer answer = next.poll();
    if (answer == null) {
      answer = byJob.getOrDefault(delivery.jobId(), usual);
    }
    Call call = new Call(delivery, answer, time);
    calls.add(call);
    mostAtOnce = Math.max(mostAtOnce, ++running);
    return call;
  }

  private synchronized void end() {
    running--;
  }

  /** One call of the sink. Thread-safe. */
  public static final class Call {
    private final Delivery delivery;
    private final Answer answer;
    private final TimeAndThreads time;
    private final Instant at;
    private final Thread thread = Thread.currentThread();
    private final Latch told;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Instant interruptedAt;
    private volatile @Nullable Instant endedAt;
    private volatile boolean succeeded;

    private Call(Delivery delivery, Answer answer, TimeAndThreads time) {
      this.delivery = delivery;
      this.answer = answer;
      this.time = time;
      this.at = time.now();
      this.told = time.latch();
    }

    private void run() throws Exception {
      try {
        switch (answer) {
          case Take take -> {}
          case Fail fail -> throwIt(fail.failure());
          case Hang hang -> hang(hang.stubborn());
        }
        succeeded = true;
      } finally {
        endedAt = time.now();
      }
    }

    private void hang(boolean stubborn) throws Exception {
      boolean open = false;
      while (!open) {
        try {
          open = told.await(FOR_EVER);
        } catch (InterruptedException interrupt) {
          if (interruptedAt == null) {
            interruptedAt = time.now();
          }
          if (!stubborn) {
            throw interrupt;
          }
        }
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throwIt(thrown);
      }
    }

    private static void throwIt(Throwable thrown) throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }

    /** Lets a call that hangs return. */
    public void succeed() {
      told.open();
    }

    /** Lets a call that hangs throw an {@link IllegalStateException} with this message. */
    public void fail(String message) {
      failure = new IllegalStateException(message);
      told.open();
    }

    /** What the sink was called with. */
    public Delivery delivery() {
      return delivery;
    }

    /** The job whose delivery it is. */
    public String jobId() {
      return delivery.jobId();
    }

    /** Which attempt it says it is. */
    public int attempt() {
      return delivery.attempt();
    }

    /** When the call began, by the wall clock. */
    public Instant at() {
      return at;
    }

    /** The thread the call is made on. */
    public Thread thread() {
      return thread;
    }

    /** When the call was first interrupted while it hung. */
    public Optional<Instant> interruptedAt() {
      return Optional.ofNullable(interruptedAt);
    }

    /** When the call returned or threw. */
    public Optional<Instant> endedAt() {
      return Optional.ofNullable(endedAt);
    }

    /** Whether the call has returned or thrown. */
    public boolean isOver() {
      return endedAt != null;
    }

    /** Whether the call has returned. */
    public boolean hasSucceeded() {
      return succeeded;
    }

    /** For instance {@code bg_1 attempt 2 at 2026-01-01T00:00:01Z}. */
    @Override
    public String toString() {
      return jobId() + " attempt " + attempt() + " at " + at;
    }
  }
}
