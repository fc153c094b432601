package dev.errand.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of this jar in a JVM of its own, with the arguments of all forks. */
final class ForkedJvm {
  /** What a program gets as its first argument if it is only to show that it works. */
  static final String QUICK = "--quick";

  /** Returns what it printed; fails if it failed. Its standard error is ours. */
  static List<String> run(Class<?> program, List<String> args, boolean quick) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Jvm.args(quick));
    command.add(Jvm.NATIVE);
    String folder = System.getProperty(BenchFolder.PROPERTY);
    if (folder != null) {
      command.add("-D" + BenchFolder.PROPERTY + "=" + folder);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    if (quick) {
      command.add(QUICK);
    }
    command.addAll(args);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<String> printed;
      try (BufferedReader reader = process.inputReader()) {
        printed = reader.lines().toList();
      }
      Expect.count("exit code of " + program.getSimpleName(), 0, process.waitFor());
      return printed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted in " + program.getSimpleName(), interrupted);
    }
  }

  /** The arguments of a program without {@link #QUICK}. */
  static List<String> withoutQuick(String[] args) {
    return List.of(args).subList(isQuick(args) ? 1 : 0, args.length);
  }

  /** Whether a program is only to show that it works. */
  static boolean isQuick(String[] args) {
    return args.length > 0 && args[0].equals(QUICK);
  }

  private ForkedJvm() {}
}
