package dev.errand.cli;

/** What was typed cannot be done; the message is one line for the user and says the way out. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  public UsageException(String line) {
    super(line);
    this.line = line;
  }

  @Override
  public String getMessage() {
    return line;
  }
}
