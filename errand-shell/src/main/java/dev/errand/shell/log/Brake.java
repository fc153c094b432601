package dev.errand.shell.log;

/**
 * Stops the processes that write a log for a moment, and lets them go on. Called on the thread of
 * the {@link LogKeeper}: must be quick. Either may be called twice in a row.
 */
public interface Brake {

  /** Stops all of them, so that they write no more once this has returned or soon after. */
  void stop();

  /** Lets all of them go on. */
  void goOn();

  /** Stops nothing; for a log whose writer is slow, or is nobody's business. */
  Brake NONE =
      new Brake() {
        @Override
        public void stop() {}

        @Override
        public void goOn() {}
      };
}
