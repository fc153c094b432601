package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Engine.Counters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: applies the steps that wait, in one transaction, and answers them
 * after the commit. The more callers there are, the more steps share a commit.
 *
 * <p>A step that fails is taken back by itself. If the commit fails, all of its steps are taken
 * back, here and in the tables, and say so.
 */
final class Writer {
  private static final Logger LOG = System.getLogger("dev.errand");

  /** So many steps at most share a commit: none of them waits for many others. */
  private static final int MOST = 256;

  private final Engine engine;
  private final SqliteArchive archive;
  private final Statements statements;
  private final Failures failures;
  private final BlockingQueue<Posted<?>> queue = new LinkedBlockingQueue<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();
  private final Thread thread;
  private final Runnable last;
  private Counters counted;
  private volatile boolean closed;

  /** Ends the writer's work. */
  private final Posted<Boolean> end =
      new Posted<>() {
        @Override
        Boolean work() {
          return true;
        }
      };

  /**
   * A writer that begins with {@link #start}.
   *
   * @param last what it does when it has been closed
   */
  Writer(
      Engine engine,
      SqliteArchive archive,
      Statements statements,
      Failures failures,
      Runnable last) {
    this.engine = engine;
    this.archive = archive;
    this.statements = statements;
    this.failures = failures;
    this.last = last;
    this.counted = engine.counters();
    this.thread = Thread.ofPlatform().daemon().name("errand-sqlite-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Leaves something to be done. */
  void post(Posted<?> posted) {
    queue.add(posted);
    if (closed && queue.remove(posted)) {
      posted.fail(isClosed());
    }
  }

  /** Finishes what was posted before, and returns when all is done. */
  void close() {
    synchronized (this) {
      if (!closed) {
        queue.add(end);
        closed = true;
      }
    }
    if (Thread.currentThread() != thread) {
      end.answer.join();
    }
  }

  private static StoreException isClosed() {
    return new StoreException("the store is closed", false, null);
  }

  /** How many transactions and steps there have been. */
  WriterCounts counts() {
    return new WriterCounts(commits.get(), steps.get());
  }

  private void run() {
    List<Posted<?>> batch = new ArrayList<>(MOST);
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
    while (true) {
      try {
        batch.add(queue.take());
        int unused = queue.drainTo(batch, MOST - 1);
        return;
      } catch (InterruptedException stray) {
        // Nobody has reason to interrupt this thread; the store is closed by close().
      }
    }
  }

  private void work(List<Posted<?>> batch) {
    // Questions first: nothing that is not committed is seen by anybody.
    List<Posted<?>> steps = new ArrayList<>(batch.size());
    for (Posted<?> posted : batch) {
      if (posted instanceof PostedStep<?>) {
        steps.add(posted);
      } else {
        answer(posted);
      }
    }
    if (!steps.isEmpty()) {
      try {
        writeTogether(steps);
      } catch (Throwable bug) {
        LOG.log(Level.ERROR, "The writer of a store failed", bug);
        steps.forEach(step -> step.fail(failures.notCommitted(bug)));
      }
    }
  }

  private void answer(Posted<?> question) {
    try {
      question.apply();
    } catch (Throwable failure) {
      question.fail(failures.refused(failure));
      return;
    }
    complete(question);
  }

  private void complete(Posted<?> posted) {
    try {
      posted.complete();
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "What follows from a step failed", bug);
    }
  }

  private void writeTogether(List<Posted<?>> batch) {
    try {
      statements.run(Sql.BEGIN);
    } catch (SQLException why) {
      batch.forEach(step -> step.fail(failures.refused(why)));
      return;
    }
    List<Posted<?>> applied = new ArrayList<>(batch.size());
    List<Posted<?>> independent = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Posted<?> step = batch.get(i);
      int before = engine.uncommitted();
      StoreException failure = apply(step, batch.size() > 1);
      if (failure == null) {
        boolean depends = engine.uncommitted() > before || step.needsCommit();
        (depends ? applied : independent).add(step);
      } else {
        step.fail(failure);
        if (isTransactionOver) {
          giveUp(applied, failure);
          batch.subList(i + 1, batch.size()).forEach(rest -> rest.fail(failure));
          independent.forEach(this::complete);
          return;
        }
      }
    }
    commit(applied, independent, batch);
  }

  /** Whether the last failure has cost the whole transaction. */
  private boolean isTransactionOver;

  private @Nullable StoreException apply(Posted<?> step, boolean amongOthers) {
    isTransactionOver = false;
    try {
      if (amongOthers) {
        statements.run(Sql.SAVEPOINT);
      }
      step.apply();
      if (amongOthers) {
        statements.run(Sql.RELEASE);
      }
      return null;
    } catch (Throwable failure) {
      isTransactionOver = !amongOthers || SqlFailure.isOfTheFile(failure) || !takeBack();
      return failures.refused(failure);
    }
  }

  private boolean takeBack() {
    try {
      statements.run(Sql.ROLLBACK_STEP);
      statements.run(Sql.RELEASE);
      return true;
    } catch (SQLException gone) {
      return false; // with the whole transaction
    }
  }

  private void commit(List<Posted<?>> applied, List<Posted<?>> independent, List<Posted<?>> batch) {
    Counters counters = engine.counters();
    try {
      if (!counters.equals(counted)) {
        archive.count(counters);
      }
      statements.run(Sql.COMMIT);
    } catch (SQLException why) {
      giveUp(applied, failures.notCommitted(why));
      independent.forEach(this::complete);
      return;
    }
    engine.committed();
    counted = counters;
    commits.incrementAndGet();
    steps.addAndGet(batch.size());
    for (Posted<?> step : batch) {
      complete(step);
    }
  }

  private void giveUp(List<Posted<?>> applied, StoreException failure) {
    try {
      statements.run(Sql.ROLLBACK);
    } catch (SQLException over) {
      LOG.log(Level.DEBUG, "The transaction was over already", over);
    }
    engine.undoUncommitted();
    archive.forget();
    applied.forEach(step -> step.fail(failure));
  }
}
