package dev.errand.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts drivers, each in a JVM of its own. */
final class DriverProcess {

  private DriverProcess() {}

  /**
   * Starts one.
   *
   * @param evidence where its standard output goes
   */
  static Process start(Folder folder, LifePlan plan, ProcessBuilder.Redirect evidence)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                // Who is killed leaves the driver's native library behind, a megabyte each time.
                "-Dorg.sqlite.tmpdir=" + folder.temporary(),
                "-cp",
                Neighbour.classPath(plan),
                Driver.class.getName()));
    command.addAll(plan.arguments());
    return new ProcessBuilder(command)
        .redirectOutput(evidence)
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.errors().toFile()))
        .redirectInput(new File("/dev/null"))
        .start();
  }
}
