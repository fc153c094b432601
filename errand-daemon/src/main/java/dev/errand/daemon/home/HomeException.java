package dev.errand.daemon.home;

/** The folder of a daemon cannot be used; the message says why, and what to do. */
public class HomeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a plain sentence. */
  public HomeException(String message) {
    super(message);
  }
}
