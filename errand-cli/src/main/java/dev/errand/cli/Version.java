package dev.errand.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Errand this is. */
public final class Version {
  // Maven puts this file into the jar; classes that never were in one have no version.
  private static final String POM = "/META-INF/maven/dev.errand/errand-cli/pom.properties";

  private Version() {}

  /** {@code errand 0.1.0 (Java 25.0.1)}. */
  public static String line() {
    return "errand " + number() + " (Java " + Runtime.version() + ")";
  }

  /** The number alone. */
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream(POM)) {
      if (in == null) {
        return "development build";
      }
      Properties pom = new Properties();
      pom.load(in);
      return pom.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      return "unknown";
    }
  }
}
