package dev.errand.internal;

import dev.errand.spi.JobStore;
import dev.errand.spi.Step;
import java.time.Duration;

/**
 * Submits steps for callers who wait for the outcome.
 *
 * @param store where to
 * @param timeout how long they wait (contract J1)
 */
record Steps(JobStore store, Duration timeout) {

  /**
   * The outcome of the step.
   *
   * @throws dev.errand.StoreException if the store failed, or did not answer in time
   */
  <O> O submit(Step<O> step) {
    return Outcomes.await(store.submit(step), timeout);
  }
}
