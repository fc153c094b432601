package dev.errand.cli;

import dev.errand.Exit;
import dev.errand.JobFailedException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process of a job, started in a session of its own.
 *
 * <p>Java reports a process that SIGKILL ended and one that said {@code exit 137} alike. So it is
 * not Java that waits for the command, but {@code setsid --fork --wait} of util-linux: that one
 * says on its stderr if a signal ended the command, and then exits with the bare number of the
 * signal. Its stderr is ours alone: the shell between them writes its own number to it, which
 * {@code exec} makes that of the command, and then joins the command's stderr to its stdout.
 *
 * <p>Without that {@code setsid}, or with variables in the environment that a shell would drop
 * ({@code a.b=c}), the command is started directly. It works as well but for two things: exit codes
 * above 128 may stand for a signal, and the tree has no session to be known by.
 */
final class JobProcess {
  private static final String STEP_ASIDE = "echo $$ >&2; exec \"$@\" 2>&1";
  private static final File NOTHING = new File("/dev/null");
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error: \\d+ \\((.*)\\)$");
  private static final int SIGNAL_MASK = 0x7f;

  private final Process process;
  private final ProcessTree tree;
  private final Optional<BufferedReader> reports;

  private JobProcess(Process process, ProcessTree tree, Optional<BufferedReader> reports) {
    this.process = process;
    this.tree = tree;
    this.reports = reports;
  }

  /**
   * Starts the command for this run.
   *
   * @throws JobFailedException if it cannot be started
   */
  static JobProcess start(JobCommand command, String runId) {
    ProcessBuilder builder = new ProcessBuilder().redirectInput(Redirect.from(NOTHING));
    Map<String, String> environment = builder.environment();
    Optional<List<String>> prefix =
        environment.keySet().stream().allMatch(JobProcess::isShellName)
            ? supervisor()
            : Optional.empty();
    environment.put(ProcessTree.COOKIE, runId);
    List<String> words = new ArrayList<>(prefix.orElse(List.of()));
    words.addAll(command.words());
    try {
      Process process = builder.command(words).redirectErrorStream(prefix.isEmpty()).start();
      return prefix.isPresent() ? supervised(process, runId) : direct(process, runId);
    } catch (IOException failed) {
      throw new JobFailedException("cannot be started: " + reason(failed));
    }
  }

  private static JobProcess direct(Process process, String runId) {
    ProcessTree tree = new ProcessTree(runId, OptionalLong.empty(), OptionalLong.empty());
    return new JobProcess(process, tree, Optional.empty());
  }

  private static JobProcess supervised(Process process, String runId) throws IOException {
    BufferedReader reports = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = reports.readLine(); line != null; line = reports.readLine()) {
      if (line.matches("\\d+")) {
        OptionalLong session = OptionalLong.of(Long.parseLong(line));
        ProcessTree tree = new ProcessTree(runId, session, OptionalLong.of(process.pid()));
        return new JobProcess(process, tree, Optional.of(reports));
      }
      said.append(line).append(' '); // the shell may complain, for instance of a deleted directory
    }
    throw new IOException("setsid: " + said);
  }

  /** What the process prints, both streams in one. */
  InputStream output() {
    return process.getInputStream();
  }

  /** The process and all its descendants. */
  ProcessTree tree() {
    return tree;
  }

  /** Waits for the end of the process; not for that of its descendants, nor of its pipes. */
  Exit await() throws InterruptedException, IOException {
    int value = process.waitFor();
    boolean signalled = reports.isPresent() && reports.get().readLine() != null;
    return signalled ? Exit.bySignal(Signals.name(value & SIGNAL_MASK)) : Exit.withCode(value);
  }

  private static Optional<List<String>> supervisor() {
    return switch (new Executables(Optional.of("/usr/bin:/bin")).find("setsid")) {
      case Executables.Found setsid when isOfUtilLinux(setsid) ->
          Optional.of(
              List.of(
                  setsid.file().toString(), "--fork", "--wait", "/bin/sh", "-c", STEP_ASIDE, "sh"));
      default -> Optional.empty();
    };
  }

  /** The setsid of busybox and toybox, which are links to one file, neither forks nor waits. */
  private static boolean isOfUtilLinux(Executables.Found setsid) {
    try {
      return setsid.file().toRealPath().endsWith("setsid");
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isShellName(String variable) {
    return SHELL_NAME.matcher(variable).matches();
  }

  /** Of {@code Cannot run program "…": Exec failed, error: 7 (Argument list too long)} the news. */
  private static String reason(IOException failed) {
    String message = String.valueOf(failed.getMessage()).strip();
    Matcher matcher = SYSTEM_ERROR.matcher(message);
    return matcher.find() ? matcher.group(1) : message;
  }
}
