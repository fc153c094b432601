package dev.errand.sql.postgres;

/** This process among those that have the store open. */
interface Membership {

  /** Its number. */
  long id();

  /** Whether there are others, who are told of commits. */
  boolean hasOthers();
}
