package dev.errand.shell.process;

import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of the host that a start needs, and what they can do.
 *
 * @param sh a POSIX shell
 * @param setsid starts a program in a session of its own
 * @param env for variables that a shell cannot set
 * @param reports who tells of signals
 */
record Tools(Path sh, Path setsid, Path env, SignalReports reports) {
  /**
   * Looks at what is there.
   *
   * @throws CannotStartException if something is missing
   */
  static Tools probe() throws CannotStartException {
    return probe(Path.of("/bin/sh"));
  }

  /** The same with this shell. */
  static Tools probe(Path sh) throws CannotStartException {
    Executables executables = new Executables(Optional.of("/usr/bin:/bin"), Path.of("/"));
    Path setsid = executables.find("setsid");
    Path env = executables.find("env");
    return new Tools(steady(sh), setsid, env, reports(sh, setsid));
  }

  /**
   * The same, were /bin/sh made another shell while we live: we have made up our mind about this
   * one. Not busybox, which must be called sh to be one.
   */
  private static Path steady(Path sh) {
    try {
      Path real = sh.toRealPath();
      return real.endsWith("dash") ? real : sh;
    } catch (IOException unreadable) {
      return sh;
    }
  }

  /** Whether the shell is bash, whose {@code exec} changes some variables. */
  boolean bash() {
    return isShell("bash");
  }

  /**
   * Whether the shell is one that reads a script from a pipe as it comes, and does not wait for its
   * end: then it can be told more than once what to run.
   */
  boolean readsByLine() {
    return isShell("dash") || isShell("busybox");
  }

  private boolean isShell(String name) {
    try {
      return sh.toRealPath().endsWith(name);
    } catch (IOException unreadable) {
      return false;
    }
  }

  static SignalReports reports(Path sh, Path setsid) throws CannotStartException {
    String name = setsid.toString();
    String shell = sh.toString();
    if (complaint(List.of(name, "--fork", "--wait", shell, "-c", "kill -9 $$"))
        .startsWith("setsid: child ")) {
      return SignalReports.SETSID;
    }
    String foreground = "\"$1\" \"$2\" -c 'kill -9 $$'; exit 0";
    return complaint(List.of(shell, "-c", foreground, "sh", name, shell)).isBlank()
        ? SignalReports.NOBODY
        : SignalReports.SHELL;
  }

  private static String complaint(List<String> words) throws CannotStartException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.DISCARD);
    builder.environment().clear();
    try {
      // They kill themselves at once, so this ends; and a pipe is there even if the disk is full.
      return new String(
          builder.start().getErrorStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new CannotStartException(
          Reason.SYSTEM, "no process can be started: " + failed.getMessage());
    }
  }

  /** A script beside this class, without what is for readers only. */
  static String script(String name) {
    try (var in = Tools.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the module is incomplete, " + name + " is missing");
      }
      StringBuilder lines = new StringBuilder();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> lines.append(line).append('\n'));
      return lines.toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
