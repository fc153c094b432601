package dev.errand.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A process that is stopped; it goes on when this is closed, or when this JVM is gone. */
final class Frozen implements AutoCloseable {
  private static final String KEEPER = "kill -STOP $0; echo; read go; kill -CONT $0";

  private final Process keeper;

  /** Stops it; it is stopped when this returns. */
  Frozen(Process process) {
    try {
      keeper = new ProcessBuilder("sh", "-c", KEEPER, Long.toString(process.pid())).start();
      int unused = keeper.getInputStream().read();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() throws InterruptedException {
    try {
      keeper.getOutputStream().close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    int unused = keeper.waitFor();
  }
}
