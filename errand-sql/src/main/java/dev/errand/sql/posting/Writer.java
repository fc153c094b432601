package dev.errand.sql.posting;

import dev.errand.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that changes the store: takes the steps that wait, and has them committed
 * together. The more callers there are, the more steps share a commit.
 */
public final class Writer {
  private static final Logger LOG = System.getLogger("dev.errand");

  /**
   * How many share a commit.
   *
   * @param most so many at most: none of them waits for many others
   * @param linger for how long a commit at most waits to be shared by as many as the last one,
   *     whose callers are about to come back with what follows; at most half as long as that one
   *     took. Worth it where a commit costs much more than what it commits
   */
  public record Sharing(int most, Duration linger) {}

  /**
   * What follows from a commit (a body that begins and ends, a lane) comes back with its own step
   * in less time than it takes to fall asleep and to be woken.
   */
  private static final long SPIN_NANOS = 100_000;

  private static final long LINGER_NANOS = 100_000;

  private final Commit commit;
  private final Failures failures;
  private final Runnable last;
  private final BlockingQueue<Posted<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Sharing sharing;
  private volatile boolean closed;

  /** How many shared the last commit, and how long it took. */
  private int lastSteps;

  private long lastNanos;

  /** Ends the writer's work. */
  private final Posted<Boolean> end =
      new Posted<>() {
        @Override
        protected Boolean work() {
          return true;
        }
      };

  /**
   * A writer that begins with {@link #start}.
   *
   * @param name of its thread
   * @param sharing how many steps share a commit
   * @param last what it does when it has been closed
   */
  public Writer(String name, Sharing sharing, Commit commit, Failures failures, Runnable last) {
    this.sharing = sharing;
    this.commit = commit;
    this.failures = failures;
    this.last = last;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** Leaves something to be done. */
  public void post(Posted<?> posted) {
    queue.add(posted);
    if (closed && queue.remove(posted)) {
      posted.fail(isClosed());
    }
  }

  /** Finishes what was posted before, and returns when all is done. */
  public void close() {
    synchronized (this) {
      if (!closed) {
        queue.add(end);
        closed = true;
      }
    }
    if (!Thread.currentThread().equals(thread)) {
      boolean unused = end.answer.join();
    }
  }

  private static StoreException isClosed() {
    return new StoreException("the store is closed", false, null);
  }

  private void run() {
    List<Posted<?>> batch = new ArrayList<>(sharing.most);
    boolean ending = false;
    while (!ending) {
      take(batch);
      ending = batch.remove(end);
      work(batch);
      batch.clear();
    }
    last.run();
    end.apply();
    end.complete();
    for (Posted<?> late = queue.poll(); late != null; late = queue.poll()) {
      late.fail(isClosed());
    }
  }

  private void take(List<Posted<?>> batch) {
    long until = System.nanoTime() + SPIN_NANOS;
    while (queue.isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait(); // to be woken would take about as long
    }
    while (batch.isEmpty()) {
      try {
        batch.add(queue.take());
        linger();
        int unused = queue.drainTo(batch, sharing.most - 1);
      } catch (InterruptedException stray) {
        LOG.log(Level.DEBUG, "Nobody has reason to interrupt this thread: it ends by close()");
      }
    }
  }

  private void linger() throws InterruptedException {
    long until = System.nanoTime() + Math.min(sharing.linger.toNanos(), lastNanos / 2);
    while (queue.size() + 1 < lastSteps && System.nanoTime() < until && !closed) {
      Thread.sleep(Duration.ofNanos(LINGER_NANOS));
    }
  }

  /** Questions first: nobody is to see what is not committed. */
  private void work(List<Posted<?>> batch) {
    List<PostedStep<?>> steps = new ArrayList<>(batch.size());
    List<Posted<?>> questions = new ArrayList<>();
    for (Posted<?> posted : batch) {
      if (posted instanceof PostedStep<?> step) {
        steps.add(step);
      } else {
        questions.add(posted);
      }
    }
    if (!questions.isEmpty()) {
      answer(questions);
    }
    if (steps.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    try {
      commit.run(steps);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "The writer of a store failed", bug);
      steps.forEach(step -> step.fail(failures.notCommitted(bug)));
    }
    lastSteps = steps.size();
    lastNanos = System.nanoTime() - begin;
  }

  private void answer(List<Posted<?>> questions) {
    try {
      commit.beforeQuestions();
    } catch (Throwable failure) {
      questions.forEach(question -> question.fail(failures.refused(failure)));
      return;
    }
    questions.forEach(this::answer);
  }

  private void answer(Posted<?> question) {
    try {
      question.apply();
      question.complete();
    } catch (Throwable failure) {
      question.fail(failures.refused(failure));
    }
  }
}
