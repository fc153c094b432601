package dev.errand.sql.postgres;

import java.sql.SQLException;

/** This process among those that have the store open. What is SQL runs on the writer's thread. */
interface Membership {

  /** Its number. */
  long id();

  /** Whether there are others, who are told of commits. */
  boolean hasOthers();

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
