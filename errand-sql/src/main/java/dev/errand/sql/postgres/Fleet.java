package dev.errand.sql.postgres;

import dev.errand.spi.StoreListener;
import dev.errand.sql.rows.SqlFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This process among those that have the store open: that it is alive, that it hears of the others,
 * and that what the dead have left is looked after (contract K2).
 */
final class Fleet implements Membership {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final String MEMBERS = "members";

  /** The longest beat, and what a connection may take to come back. */
  private static final long SECONDS_TO_RISE = 4;

  private final Database database;
  private final PostgresStore store;
  private final String channel;
  private final Members members;
  private final Heartbeat heartbeat;
  private final Watch watch;
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicBoolean counting = new AtomicBoolean();

  /** Managers of this process that are no more, as nobody else knows yet. */
  private final Set<String> managersGone = ConcurrentHashMap.newKeySet();

  /** A phase for each time that this process was taken for dead, and then heard of. */
  private final Phaser risen = new Phaser(1);

  private volatile long id;
  private volatile boolean hasOthers = true;
  private volatile boolean joined;

  /** When the first of those who died elsewhere has nothing more to be adopted. */
  private volatile Instant graceEnds = Instant.MAX;

  Fleet(Database database, PostgresStore store, String channel) {
    this.database = database;
    this.store = store;
    this.channel = channel;
    this.members = new Members(database.options());
    this.heartbeat = new Heartbeat(database, members, channel, this);
    this.watch = new Watch(database, members, this);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public boolean hasOthers() {
    return hasOthers;
  }

  @Override
  public boolean hasLeft() {
    return !joined;
  }

  // ---- taken for dead, and alive

  @Override
  public int timesRisen() {
    return risen.getPhase();
  }

  @Override
  public boolean awaitRise(int timesRisen) {
    try {
      return risen.awaitAdvanceInterruptibly(timesRisen, SECONDS_TO_RISE, TimeUnit.SECONDS)
          != timesRisen;
    } catch (TimeoutException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // ---- coming and going

  @Override
  public boolean join() throws SQLException {
    Connection connection = store.link().connection();
    id = members.join(connection, store.storeTime());
    members.forgetTheLongGone(connection, store.storeTime());
    connection.commit();
    joined = true;
    boolean counted = count();
    heartbeat.start();
    watch.start();
    return counted;
  }

  @Override
  public void leave() {
    if (!joined) {
      return;
    }
    joined = false;
    try {
      watch.close();
      heartbeat.close();
    } catch (InterruptedException later) {
      Thread.currentThread().interrupt();
    }
    try (Connection connection = database.connect("leaver")) {
      members.leave(connection, id, store.storeTime());
      tellMembers(connection);
    } catch (SQLException gone) {
      LOG.log(Level.DEBUG, "Nobody could be told that this process goes", gone);
    }
  }

  @Override
  public boolean add(String worker) throws SQLException {
    members.add(store.link().connection(), worker, id);
    store.link().connection().commit();
    return true;
  }

  @Override
  public void remove(String worker) {
    managersGone.add(worker);
    var unused =
        store.post(() ->
            SqlFailure.orFailure(() -> {
              Connection connection = store.link().connection();
              Set<String> removed = removeGone(connection);
              connection.commit();
              return managersGone.removeAll(removed);
            }));
  }

  private Set<String> removeGone(Connection connection) throws SQLException {
    Set<String> all = Set.copyOf(managersGone);
    for (String worker : all) {
      members.remove(connection, worker, store.storeTime());
    }
    if (!all.isEmpty()) {
      tellMembers(connection);
    }
    return all;
  }

  /** Takes out the managers that are gone and could not be: only then what they left is found. */
  void removeLate(Connection connection) throws SQLException {
    managersGone.removeAll(removeGone(connection));
  }

  // ---- what is heard

  /** Somebody has told this. */
  void isTold(String what) {
    if (what.equals(MEMBERS)) {
      membersChanged();
    } else {
      isAt(Long.parseLong(what));
    }
  }

  /** There are commits up to this one. */
  void isAt(long version) {
    if (version > store.seen() && wanted.getAndAccumulate(version, Math::max) < version) {
      var unused =
          store
              .post(() -> true) // each question is preceded by what the others have done
              .answer
              .exceptionally(failure -> {
                wanted.set(0);
                return false;
              });
    }
  }

  @Override
  public void membersChanged() {
    if (joined && counting.compareAndSet(false, true)) {
      var unused =
          store
              .post(() -> {
                counting.set(false);
                return SqlFailure.orFailure(this::count);
              })
              .answer
              .exceptionally(failure -> {
                counting.set(false);
                return false;
              });
    }
  }

  /** On the writer's thread, up to date. */
  boolean count() throws SQLException {
    Members.Present present =
        store
            .link()
            .answer(queries -> {
              Members.Present there = members.present(store.link().connection(), store.storeTime());
              store.link().connection().rollback();
              return there;
            });
    hasOthers = present.members().size() > 1;
    watch.neighbour(after(id, present.members()));
    Set<String> dead = tellDead(present);
    boolean unused = store.reopenCatchAlls();
    if (!dead.isEmpty()) {
      store.tidyAgain();
      store.hints().all(StoreListener::workersDied);
    }
    return true;
  }

  @Override
  public void tellDead(Connection connection) throws SQLException {
    Set<String> unused = tellDead(members.present(connection, store.storeTime()));
  }

  private Set<String> tellDead(Members.Present present) {
    store.engine().nobodyIsDead();
    Set<String> dead = store.engine().workers();
    dead.removeAll(present.workers());
    Instant next = Instant.MAX;
    for (String worker : dead) {
      Members.Departed departed = present.departed().get(worker);
      if (departed == null || departed.host().equals(database.options().host())) {
        store.engine().died(worker);
      } else {
        Instant now = store.now();
        Instant lostAt = now.plus(database.options().adoptionGrace()).minus(departed.since());
        store.engine().diedElsewhere(worker, lostAt);
        next = lostAt.isBefore(next) && lostAt.isAfter(now) ? lostAt : next;
      }
    }
    graceEnds = next;
    return dead;
  }

  private static OptionalLong after(long id, List<Long> members) {
    for (long member : members) {
      if (member > id) {
        return OptionalLong.of(member);
      }
    }
    return members.isEmpty() || members.getFirst() == id
        ? OptionalLong.empty()
        : OptionalLong.of(members.getFirst());
  }

  /** Tells everybody that somebody has come, gone or died. */
  void tellMembers(Connection connection) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, channel);
      notify.setString(2, MEMBERS);
      boolean unused = notify.execute();
    }
  }

  /** Whether a free lock tells that somebody else is dead. */
  boolean mayJudge() {
    return heartbeat.mayJudge();
  }

  /** What others may have left has nobody to adopt it any more. */
  void gracesEnd() {
    if (store.now().isAfter(graceEnds)) {
      graceEnds = Instant.MAX;
      membersChanged();
    }
  }

  /** The time has come for what nobody waits for. */
  void tidy() {
    store.tidy();
  }

  /** How late it is in the store. */
  long storeTime() {
    return store.storeTime();
  }

  /** Two thirds of the lease are over. */
  void leaseEnds() {
    store.hints().all(StoreListener::leaseEnds);
  }

  /** This process was taken for dead: its sinks are gone. */
  void hasRisen(Connection connection) throws SQLException {
    tellMembers(connection);
    int unused = risen.arrive();
    store.reopenRoutes();
    membersChanged();
  }
}
