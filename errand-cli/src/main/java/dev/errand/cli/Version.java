package dev.errand.cli;

import dev.errand.cli.wire.BuildVersion;

/** Which Errand this is. */
public final class Version {
  private Version() {}

  /** {@code errand 0.1.0 (Java 25.0.1)}. */
  public static String line() {
    return "errand " + number() + " (Java " + Runtime.version() + ")";
  }

  /** The number alone. */
  public static String number() {
    return BuildVersion.NUMBER;
  }
}
