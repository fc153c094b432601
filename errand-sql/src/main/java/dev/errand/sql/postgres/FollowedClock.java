package dev.errand.sql.postgres;

import dev.errand.sql.posting.StoreClock;

/** A clock that is told what the server says. */
interface FollowedClock extends StoreClock {

  /** The server says this. */
  void follow(ChangeLog.Head head);
}
