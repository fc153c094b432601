package dev.errand.sql.postgres;

import dev.errand.sql.posting.StoreClock;

/** A clock that is told what the server says. */
interface FollowedClock extends StoreClock {

  /** Others say that it is so late, or, if there are none, the server does. */
  void begin(long storeTime);

  /** The server says this. */
  void follow(ChangeLog.Head head);
}
