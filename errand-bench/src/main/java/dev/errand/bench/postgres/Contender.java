package dev.errand.bench.postgres;

/**
 * One who gets jobs through PostgreSQL. A job does nothing; its cycle is whatever the contender
 * does with one from the moment it is handed over until nothing more happens to it.
 */
interface Contender {
  /** What it is called in the table, with what it was set to. */
  String name();

  /**
   * Gets so many jobs through, in a database of its own, which is new each time. Begins its clock
   * when it is ready to go and stops it when the last change is committed.
   *
   * @return jobs per second
   */
  double cyclesPerSecond(int jobs) throws Exception;
}
