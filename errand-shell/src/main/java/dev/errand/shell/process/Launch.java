package dev.errand.shell.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What to start.
 *
 * @param runId names the run, its folder, and the cookie of its processes; letters, digits, {@code
 *     . _ -}, at most 100
 * @param argv the command and its arguments, as they are; the command is looked up in the {@code
 *     PATH} of the environment if it has no slash
 * @param directory the working directory, absolute
 * @param environment all of it; {@code ERRAND_RUN_ID} is added
 * @param stdin whether {@link RunningProcess#send} is wanted; else stdin is {@code /dev/null}
 */
public record Launch(
    String runId,
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    boolean stdin) {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if something cannot be passed to any process: a null
   *     character, a variable without a name, a relative directory, a strange run id, no command
   */
  public Launch {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    checkRunId(runId);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("there is no command");
    }
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the working directory is not absolute: " + directory);
    }
    if (argv.stream().anyMatch(Launch::hasNull)) {
      throw new IllegalArgumentException(
          "an argument has a null character; no process can take it");
    }
    environment.forEach((name, value) -> {
      if (name.isEmpty() || name.indexOf('=') >= 0 || hasNull(name) || hasNull(value)) {
        throw new IllegalArgumentException(
            "not for an environment: the variable '"
                + name
                + "'; a name is not empty and has no '=', and neither has a null character");
      }
    });
  }

  static String checkRunId(String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException(
          "not a run id: '" + runId + "'; use up to 100 letters, digits, '.', '_' and '-'");
    }
    return runId;
  }

  private static boolean hasNull(String text) {
    return text.indexOf('\0') >= 0;
  }
}
