package dev.errand.cli.client;

/** The daemon cannot be used; the message is one line for the user. */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String line;

  ClientException(String line) {
    super(line);
    this.line = line;
  }

  @Override
  public String getMessage() {
    return line;
  }
}
