package dev.errand.spi;

/**
 * How much a store may hold and run at a time; {@link Integer#MAX_VALUE} means unbounded (contract
 * A4). What one worker may run is that worker's own affair: it claims no more than it has slots
 * for.
 *
 * @param queued how many runs may be queued in the store
 * @param queuedPerOwner how many runs of one owner may be queued
 * @param runningPerOwner how many runs of one owner may occupy a slot, on whatever worker
 * @param running how many runs may occupy a slot, on all workers together
 */
public record Bounds(int queued, int queuedPerOwner, int runningPerOwner, int running) {
  /** The queue of 1,000 that the contract gives by default, and nothing else bounded. */
  public static final Bounds DEFAULT =
      new Bounds(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
