package dev.errand.sql.posting;

import dev.errand.StoreException;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read, each from a source of its own. Callers may be virtual threads, which a call
 * into SQLite would pin to their carriers, and which lose a connection when they are interrupted.
 */
public final class Readers {

  /** A question to the database. */
  public interface Question<T> {
    /** Asks it. */
    T ask(Queries queries) throws SQLException;
  }

  /** Where a thread has its connection from. */
  public interface Source {
    /** The answer to a question. */
    <T> T answer(Question<T> question) throws SQLException;
  }

  private final Failures failures;
  private final BlockingQueue<Asked<?>> queue = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private static final class Asked<T> extends Posted<T> {
    private final Question<T> question;
    private @Nullable Source source;

    Asked(Question<T> question) {
      this.question = question;
    }

    @Override
    protected T work() {
      Source asked = Objects.requireNonNull(source);
      return SqlFailure.orFailure(() -> asked.answer(question));
    }
  }

  /**
   * Threads that begin with {@link #start}.
   *
   * @param name what their names begin with
   * @param sources one for each of them
   */
  public Readers(String name, List<? extends Source> sources, Failures failures) {
    this.failures = failures;
    for (Source source : sources) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name(name + "-" + (threads.size() + 1))
              .unstarted(() -> run(source)));
    }
  }

  /** They begin. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /** Has it asked by one of them. */
  public <T> Posted<T> ask(Question<T> question) {
    Asked<T> asked = new Asked<>(question);
    queue.add(asked);
    if (closed && queue.remove(asked)) {
      asked.fail(new StoreException("the store is closed", false, null));
    }
    return asked;
  }

  private void run(Source source) {
    while (!closed || !queue.isEmpty()) {
      try {
        answer(queue.take(), source);
      } catch (InterruptedException closing) {
        // Looked at above.
      }
    }
  }

  private void answer(Asked<?> asked, Source source) {
    asked.source = source;
    try {
      asked.apply();
    } catch (Throwable failure) {
      asked.fail(failures.refused(failure));
      return;
    }
    asked.complete();
  }

  /** Answers what was asked before, and ends. */
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
