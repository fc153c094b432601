package dev.errand.shell;

/** What was asked for is on another machine; the message says on which. */
public final class ElsewhereException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String place;

  ElsewhereException(String id, String place, String what) {
    super(
        "job "
            + id
            + " belongs to "
            + (place.isEmpty() ? "a machine that says no name" : place)
            + ": "
            + what
            + " is there, and only there");
    this.place = place;
  }

  /** Where it is, as {@link ShellJobs#elsewhere} names it. */
  public String place() {
    return place;
  }
}
