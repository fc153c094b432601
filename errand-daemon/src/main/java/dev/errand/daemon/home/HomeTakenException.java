package dev.errand.daemon.home;

/** Another daemon has the home. */
public final class HomeTakenException extends HomeException {
  private static final long serialVersionUID = 1;

  /** With a plain sentence. */
  public HomeTakenException(String message) {
    super(message);
  }
}
