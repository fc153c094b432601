package dev.errand;

/**
 * Who cancelled a run (contract D3). What its owner cancels itself is not delivered to it; what
 * anybody else cancels is delivered as cancelled by whom.
 */
public enum CancelledBy {
  /** The owner of the job; the default of the short forms. */
  OWNER("its owner"),
  /** A human being, for instance at the command line. */
  PERSON("a person"),
  /** A program that looks after the jobs of many owners. */
  OPERATOR("an operator"),
  /** The manager, because it was closed. */
  SHUTDOWN("shutdown");

  private final String description;

  CancelledBy(String description) {
    this.description = description;
  }

  /** The words for messages: "Cancelled by " and this. */
  public String description() {
    return description;
  }
}
