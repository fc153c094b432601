package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read, each with a connection of its own. Callers may be virtual threads, which a
 * call into SQLite would pin to their carriers.
 */
final class Readers {
  private static final int THREADS = 2;

  /** A question to the database. */
  interface Question<T> {
    T ask(Queries queries) throws SQLException;
  }

  private final Failures failures;
  private final BlockingQueue<Asked<?>> queue = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private static final class Asked<T> extends Posted<T> {
    private final Question<T> question;
    private @Nullable Queries queries;

    Asked(Question<T> question) {
      this.question = question;
    }

    @Override
    T work() {
      Queries asked = Objects.requireNonNull(queries);
      return SqlFailure.orFailure(() -> question.ask(asked));
    }
  }

  Readers(SqliteFile file, Failures failures) throws SQLException {
    this.failures = failures;
    for (int i = 1; i <= THREADS; i++) {
      Connection connection = file.reader();
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("errand-sqlite-reader-" + i)
              .unstarted(() -> run(new Queries(connection))));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  <T> Posted<T> ask(Question<T> question) {
    Asked<T> asked = new Asked<>(question);
    queue.add(asked);
    if (closed && queue.remove(asked)) {
      asked.fail(new StoreException("the store is closed", false, null));
    }
    return asked;
  }

  private void run(Queries queries) {
    while (!closed || !queue.isEmpty()) {
      try {
        answer(queue.take(), queries);
      } catch (InterruptedException closing) {
        // Looked at above.
      }
    }
  }

  private void answer(Asked<?> asked, Queries queries) {
    asked.queries = queries;
    try {
      asked.apply();
    } catch (Throwable failure) {
      asked.fail(failures.refused(failure));
      queries.statements.renew();
      return;
    }
    asked.complete();
  }

  /** Answers what was asked before, and ends. */
  void close() {
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
