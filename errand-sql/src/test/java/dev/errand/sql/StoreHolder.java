package dev.errand.sql;

import dev.errand.spi.JobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that has a store open until it is killed, or its standard input ends. */
final class StoreHolder {

  private StoreHolder() {}

  /** Starts one, and returns when it has the store. */
  static Process start(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (!"open".equals(line)) {
      throw new IllegalStateException("the process says " + line);
    }
    return process;
  }

  public static void main(String[] arguments) throws IOException {
    try (JobStore store = SqlJobStore.sqlite(Path.of(arguments[0]))) {
      System.out.println("open");
      int unused = System.in.read();
    }
  }
}
