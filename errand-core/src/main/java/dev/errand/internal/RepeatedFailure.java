package dev.errand.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * A failure that comes again with each attempt until it is over, as when a store cannot be reached:
 * a warning at first, and then nothing but what people ask for who look for it. Thread-safe.
 */
final class RepeatedFailure {
  private static final Logger LOG = System.getLogger("dev.errand");

  private final String what;
  private volatile boolean fails;

  /** What is said of it. */
  RepeatedFailure(String what) {
    this.what = what;
  }

  /** It has failed, again or for the first time. */
  void happens(Throwable why) {
    LOG.log(fails ? Level.DEBUG : Level.WARNING, what, why);
    fails = true;
  }

  /** An attempt went well. */
  void isOver() {
    if (fails) { // most attempts go well, and every thread reads the fields beside it
      fails = false;
    }
  }
}
