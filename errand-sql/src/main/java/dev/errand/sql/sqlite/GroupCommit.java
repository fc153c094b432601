package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import dev.errand.internal.table.Engine;
import dev.errand.internal.table.Engine.Counters;
import dev.errand.sql.posting.Commit;
import dev.errand.sql.posting.Failures;
import dev.errand.sql.posting.PostedStep;
import dev.errand.sql.rows.Statements;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Applies several steps in one transaction, and answers them after its commit.
 *
 * <p>A step that fails is taken back by itself. If the transaction fails, all that it wrote is
 * taken back, in the file by SQLite and in memory by the tables, and its steps say so.
 */
final class GroupCommit implements Commit {
  private static final Logger LOG = System.getLogger("dev.errand");

  private final Engine engine;
  private final SqliteArchive archive;
  private final Statements statements;
  private final Failures failures;
  private final List<PostedStep<?>> applied = new ArrayList<>();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private Counters counted;

  GroupCommit(Engine engine, SqliteArchive archive, Statements statements, Failures failures) {
    this.engine = engine;
    this.archive = archive;
    this.statements = statements;
    this.failures = failures;
    this.counted = engine.counters();
  }

  /** What has been committed so far. */
  WriterCounts counts() {
    return new WriterCounts(commits.get(), steps.get(), rows.get());
  }

  @Override
  public void run(List<PostedStep<?>> together) {
    StoreException failure = begin();
    for (PostedStep<?> step : together) {
      if (failure == null) {
        failure = apply(step, together.size() > 1);
      } else {
        step.fail(failure);
      }
    }
    if (failure == null) {
      failure = commit();
    }
    if (failure != null) {
      takeBackAll(failure);
    }
    applied.forEach(PostedStep::complete);
    applied.clear(); // what came with a run is not held on to
  }

  private @Nullable StoreException begin() {
    try {
      statements.run(SqliteSql.BEGIN);
      return null;
    } catch (SQLException why) {
      return failures.refused(why);
    }
  }

  /** Applies one step; answers what costs the whole transaction, if anything does. */
  private @Nullable StoreException apply(PostedStep<?> step, boolean isAmongOthers) {
    try {
      if (isAmongOthers) {
        statements.run(SqliteSql.SAVEPOINT);
      }
      step.apply();
    } catch (Throwable why) {
      StoreException failure = failures.refused(why);
      step.fail(failure);
      boolean othersMayGoOn = isAmongOthers && !SqliteCode.isOfTheFile(why) && isTakenBack();
      return othersMayGoOn ? null : failure;
    }
    applied.add(step);
    return isAmongOthers ? release() : null;
  }

  /** Not taken back alone if that fails: the tables have changed already. */
  private @Nullable StoreException release() {
    try {
      statements.run(SqliteSql.RELEASE);
      return null;
    } catch (SQLException why) {
      return failures.refused(why);
    }
  }

  /** Takes one step back; false if the whole transaction is gone. */
  private boolean isTakenBack() {
    forgetWhatFailed();
    try {
      statements.run(SqliteSql.ROLLBACK_STEP);
      statements.run(SqliteSql.RELEASE);
      return true;
    } catch (SQLException gone) {
      return false;
    }
  }

  private @Nullable StoreException commit() {
    Counters counters = engine.counters();
    try {
      if (!counters.equals(counted)) {
        archive.count(counters);
      }
      statements.run(SqliteSql.COMMIT);
    } catch (SQLException why) {
      return failures.notCommitted(why);
    }
    engine.committed();
    counted = counters;
    commits.incrementAndGet();
    steps.addAndGet(applied.size());
    rows.set(archive.written());
    return null;
  }

  /** Only what had nothing to do with what was written has happened all the same. */
  private void takeBackAll(StoreException failure) {
    forgetWhatFailed();
    try {
      statements.run(SqliteSql.ROLLBACK);
    } catch (SQLException over) {
      LOG.log(Level.DEBUG, "The transaction was over already", over);
      statements.renew();
    }
    engine.undoUncommitted();
    for (PostedStep<?> step : applied) {
      if (step.dependsOnCommit()) {
        step.fail(failure);
      }
    }
    applied.removeIf(PostedStep::dependsOnCommit);
  }

  private void forgetWhatFailed() {
    statements.renew();
    archive.forget();
  }
}
