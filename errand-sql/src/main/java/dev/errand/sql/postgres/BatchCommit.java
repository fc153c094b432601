package dev.errand.sql.postgres;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.internal.table.Archive.Route;
import dev.errand.internal.table.Engine;
import dev.errand.sql.posting.Commit;
import dev.errand.sql.posting.Failures;
import dev.errand.sql.posting.PostedStep;
import dev.errand.sql.rows.Script;
import dev.errand.sql.rows.SqlFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies several steps in one transaction, which has its turn among those of all processes: what
 * the others have committed is brought in first, so each step meets the truth.
 *
 * <p>If the transaction fails, all that it did is undone in memory. Whether a commit whose answer
 * was lost is there, the next transaction sees in the {@link ChangeLog}.
 */
final class BatchCommit implements Commit {
  private static final Logger LOG = System.getLogger("dev.errand");

  private static final String SET_ROUTES =
      """
      INSERT INTO route (audience, worker, token)
      SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[])
      ON CONFLICT (audience) DO UPDATE SET worker = excluded.worker, token = excluded.token
      """;

  private static final String DELETE_ROUTES = "DELETE FROM route WHERE audience = ANY (?)";

  private final Link link;
  private final Engine engine;
  private final PostgresArchive archive;
  private final ChangeLog log;
  private final Follower follower;
  private final FollowedClock clock;
  private final Failures failures;
  private final Membership membership;
  private final Runnable runsAreForgotten;

  BatchCommit(
      Link link,
      Engine engine,
      PostgresArchive archive,
      ChangeLog log,
      Follower follower,
      FollowedClock clock,
      Failures failures,
      Membership membership,
      Runnable runsAreForgotten) {
    this.link = link;
    this.engine = engine;
    this.archive = archive;
    this.log = log;
    this.follower = follower;
    this.clock = clock;
    this.failures = failures;
    this.membership = membership;
    this.runsAreForgotten = runsAreForgotten;
  }

  // ---- steps

  @Override
  public void run(List<PostedStep<?>> together) {
    StoreException failure = attempt(together);
    if (failure == null) {
      return;
    }
    if (together.size() > 1 && SqlState.isOfTheData(failure.getCause())) {
      together.forEach(step -> run(List.of(step))); // so that one spoils nobody else's
    } else {
      together.forEach(step -> step.fail(failure));
    }
  }

  /** Answers all steps, or none and says why. */
  private @Nullable StoreException attempt(List<PostedStep<?>> together) {
    List<PostedStep<?>> applied = new ArrayList<>(together.size());
    boolean isCommitting = false;
    try {
      Connection connection = link.connection();
      ChangeLog.Head head = begin(connection);
      if (together.stream().anyMatch(PostedStep::looksAfterTheDead)) {
        membership.tellDead(connection); // one of them may live and have begun something since
      }
      for (PostedStep<?> step : together) {
        if (isApplied(step)) {
          applied.add(step);
        }
      }
      if (writes(head)) {
        ChangeLog.Head next = next(head);
        Script script = script(next);
        isCommitting = true;
        script.run();
        follower.hasSeen(next.version());
      } else {
        connection.rollback();
      }
    } catch (Throwable why) { // also a bug: else what is half done would go with the next commit
      takeBack(why);
      tellOthers();
      boolean isRefused = SqlState.isOfTheDatabase(why) && !SqlState.isOfTheConnection(why);
      return isCommitting && !isRefused ? failures.notCommitted(why) : failures.refused(why);
    }
    engine.committed();
    if (!archive.gone().isEmpty()) {
      runsAreForgotten.run();
    }
    archive.forget();
    tellOthers();
    applied.forEach(PostedStep::complete);
    return null;
  }

  /** Opens these sinks again, unless others have opened them meanwhile (contract K4). */
  boolean reopen(Map<JobFilter, Route> routes) throws SQLException {
    boolean done = false;
    try {
      Connection connection = link.connection();
      ChangeLog.Head head = begin(connection);
      routes.forEach((audience, route) -> {
        if (!engine.isOpen(audience)) {
          archive.write(audience, route);
          engine.follow(audience, route);
        }
      });
      follower.collect();
      if (writes(head)) {
        ChangeLog.Head next = next(head);
        script(next).run();
        follower.hasSeen(next.version());
      } else {
        connection.rollback();
      }
      done = true;
    } catch (Throwable why) {
      takeBack(why);
      throw why;
    } finally {
      tellOthers();
    }
    archive.forget();
    return done;
  }

  /**
   * It is our turn, and others know that we live. What a process began that they take for dead,
   * they would take for lost (contract J2, K2).
   */
  private ChangeLog.Head begin(Connection connection) throws SQLException {
    archive.forget();
    int risen = membership.timesRisen();
    ChangeLog.Turn turn = follower.lockAndCatchUp(connection, link.queries(), membership);
    if (turn.isBuried() && !membership.hasLeft()) {
      connection.rollback(); // nobody waits while we do
      if (membership.awaitRise(risen)) {
        turn = follower.lockAndCatchUp(connection, link.queries(), membership);
      }
      if (turn.isBuried()) {
        throw SqlState.takenForDead();
      }
    }
    return turn.news().head();
  }

  /** A step that fails by itself is answered and has changed nothing. */
  private boolean isApplied(PostedStep<?> step) {
    try {
      step.apply();
      return true;
    } catch (SqlFailure why) {
      throw why;
    } catch (RuntimeException | Error bug) {
      step.fail(failures.refused(bug));
      return false;
    }
  }

  private boolean writes(ChangeLog.Head head) {
    return !archive.isUntouched()
        || !engine.counters().equals(head.counters())
        || engine.routeTokens() != head.lastRoute();
  }

  /** The commit that comes after this one. */
  private ChangeLog.Head next(ChangeLog.Head head) {
    return new ChangeLog.Head(
        head.version() + 1, engine.counters(), engine.routeTokens(), clock.nanoTime(), head.now());
  }

  /** All that is still to be written, and the end of the transaction: one question. */
  private Script script(ChangeLog.Head next) throws SQLException {
    Script script = archive.script();
    writeRoutes(script);
    log.append(script, next, membership.id(), archive, membership.hasOthers());
    return script.then("COMMIT");
  }

  private void writeRoutes(Script script) {
    List<String> closed = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<String> workers = new ArrayList<>();
    List<Long> tokens = new ArrayList<>();
    archive
        .routes()
        .forEach((audience, route) -> {
          if (route.isPresent()) {
            open.add(Audiences.of(audience));
            workers.add(route.get().worker());
            tokens.add(route.get().token());
          } else {
            closed.add(Audiences.of(audience));
          }
        });
    if (!closed.isEmpty()) {
      Script unused = script.then(DELETE_ROUTES).array("text", closed.toArray(String[]::new));
    }
    if (!open.isEmpty()) {
      Script unused =
          script
              .then(SET_ROUTES)
              .array("text", open.toArray(String[]::new))
              .array("text", workers.toArray(String[]::new))
              .array("bigint", tokens.toArray(Long[]::new));
    }
  }

  private void takeBack(Throwable why) {
    boolean isBug = !SqlState.isOfTheDatabase(why);
    boolean hadRoutes = !archive.routes().isEmpty();
    archive.forget();
    engine.undoUncommitted();
    if (hadRoutes || isBug) {
      follower.forget(); // sinks are not in the undo log: who has them is read again
    }
    try {
      if (isBug || SqlState.isOfTheConnection(why)) {
        link.drop();
      } else {
        link.connection().rollback();
        link.queries().policies().forget();
        link.queries().statements().renew();
      }
    } catch (SQLException over) {
      LOG.log(Level.DEBUG, "The transaction was over already", over);
      link.drop();
    }
  }

  // ---- questions

  @Override
  public void beforeQuestions() {
    SqlFailure.orFailure(() ->
        link.answer(queries -> {
          Connection connection = link.connection();
          follower.catchUp(connection, queries);
          connection.rollback();
          return true;
        }));
    tellOthers();
  }

  private void tellOthers() {
    try {
      follower.tell();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "What others have done could not be told", bug);
    }
  }
}
