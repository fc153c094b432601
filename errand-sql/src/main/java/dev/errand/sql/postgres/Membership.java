package dev.errand.sql.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** This process among those that have the store open. What is SQL runs on the writer's thread. */
interface Membership {

  /** Its number. */
  long id();

  /** Whether there are others, who are told of commits. */
  boolean hasOthers();

  /** Whether it is none of them (any more), so that nobody looks after what it leaves. */
  boolean hasLeft();

  /** How often it was taken for dead, and then heard of. */
  int timesRisen();

  /** Waits a moment until that has happened more often; whether it has. */
  boolean awaitRise(int timesRisen);

  /** Says to the tables who is dead, as it is at this moment of a transaction. */
  void tellDead(Connection connection) throws SQLException;

  /** Is one of them from now on. */
  boolean join() throws SQLException;

  /** A manager of this process is there, from before its first step. */
  boolean add(String worker) throws SQLException;

  /** It is closed. */
  void remove(String worker);

  /** Others have come, gone, or died. */
  void membersChanged();

  /** Its managers are closed. */
  void leave();
}
