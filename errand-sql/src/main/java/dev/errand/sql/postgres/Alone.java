package dev.errand.sql.postgres;

import java.sql.Connection;

/** One that others need not know of: in virtual time, nobody lives or dies by himself. */
final class Alone implements Membership {

  @Override
  public long id() {
    return 0;
  }

  @Override
  public boolean hasOthers() {
    return false;
  }

  @Override
  public boolean hasLeft() {
    return true;
  }

  @Override
  public int timesRisen() {
    return 0;
  }

  @Override
  public boolean awaitRise(int timesRisen) {
    return false;
  }

  @Override
  public void tellDead(Connection connection) {}

  @Override
  public boolean join() {
    return true;
  }

  @Override
  public boolean add(String worker) {
    return true;
  }

  @Override
  public void remove(String worker) {}

  @Override
  public void membersChanged() {}

  @Override
  public void leave() {}
}
