package dev.errand.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One home and one daemon for all tests that do not care; stopped when the tests are over. */
final class SharedHome {
  private static final Path HOME = make();

  private SharedHome() {}

  static Path path() {
    return HOME;
  }

  private static Path make() {
    try {
      Path home = Files.createTempDirectory("errand-cli");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(home)));
      return home;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void stop(Path home) {
    try {
      List<String> command = TestImage.command("daemon", List.of());
      command.addAll(List.of("daemon", "stop", "--cancel"));
      ProcessBuilder stop = new ProcessBuilder(command);
      stop.environment().put("ERRAND_HOME", home.toString());
      var _ = stop.redirectErrorStream(true).start().waitFor();
    } catch (IOException | InterruptedException leftBehind) {
      Thread.currentThread().interrupt();
    }
  }
}
