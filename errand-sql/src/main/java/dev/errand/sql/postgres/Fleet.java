package dev.errand.sql.postgres;

/** Placeholder. */
final class Fleet implements Membership {
  Fleet(Database database, ChangeLog log, PostgresStore store) {}

  void membersChanged() {}

  void join() {}

  void leave() {}

  @Override
  public long id() {
    return 1;
  }

  @Override
  public boolean hasOthers() {
    return true;
  }
}
