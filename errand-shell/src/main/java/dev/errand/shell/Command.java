package dev.errand.shell;

import dev.errand.shell.log.Quota;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run as a job. Immutable; the methods without a verb answer a changed copy.
 *
 * @param argv the program and its arguments, passed on as they are; no shell looks at them
 * @param directory where it runs; default: that of this process
 * @param environment all of its environment; default: that of this process. Values are never kept
 *     in a store: until the command has started they lie in a file that only this user can read
 * @param stdin whether {@link ShellJobs#send} is wanted; else it reads end-of-file at once
 * @param idleTimeout how long it may print nothing; then it ends {@code TIMED_OUT}. Default: for
 *     ever
 * @param killGrace how long its processes have between TERM and KILL. Default: 5 s, which is less
 *     than the manager's {@code cancelGrace}
 * @param quota how much disk its output may use, in bytes, at least 4 MiB: beyond that, the middle
 *     is given up. Default: 64 MiB
 * @param note whatever the program that uses this wants to keep with the command, at most {@value
 *     #LONGEST_NOTE} characters; nobody here reads it. Default: empty
 */
public record Command(
    List<String> argv,
    Path directory,
    Map<String, String> environment,
    boolean stdin,
    Optional<Duration> idleTimeout,
    Duration killGrace,
    long quota,
    String note) {
  /** How many characters a note may have. */
  public static final int LONGEST_NOTE = 10_000;

  private static final Duration KILL_GRACE = Duration.ofSeconds(5);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no program, a span is not positive or the quota
   *     too small; what no process can be given is refused by {@link ShellJobs#start(Command)}
   */
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    check(!argv.isEmpty() && !argv.get(0).isEmpty(), "argv must begin with a program");
    check(
        idleTimeout.isEmpty() || idleTimeout.get().isPositive(),
        "idleTimeout must be positive, not " + idleTimeout);
    check(!killGrace.isNegative(), "killGrace must not be negative, but is " + killGrace);
    check(quota >= Quota.LEAST, "quota must be at least " + Quota.LEAST + " bytes, not " + quota);
    check(note.length() <= LONGEST_NOTE, "note must have at most 10,000 characters");
    directory = directory.toAbsolutePath();
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** This program with these arguments. */
  public static Command of(String... argv) {
    return of(List.of(argv));
  }

  /** This program with these arguments. */
  public static Command of(List<String> argv) {
    return new Command(
        argv,
        Path.of(""),
        System.getenv(),
        false,
        Optional.empty(),
        KILL_GRACE,
        Quota.DEFAULT.bytes(),
        "");
  }

  /** This line, read by {@code /bin/sh}. */
  public static Command shell(String line) {
    return of("/bin/sh", "-c", line);
  }

  /** In another directory. */
  public Command directory(Path other) {
    return new Command(argv, other, environment, stdin, idleTimeout, killGrace, quota, note);
  }

  /** With exactly this environment. */
  public Command environment(Map<String, String> all) {
    return new Command(argv, directory, all, stdin, idleTimeout, killGrace, quota, note);
  }

  /** With one more variable. */
  public Command variable(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return environment(more);
  }

  /** With a stdin that {@link ShellJobs#send} writes to. */
  public Command withStdin() {
    return new Command(argv, directory, environment, true, idleTimeout, killGrace, quota, note);
  }

  /** Ended when it prints nothing for so long. */
  public Command idleTimeout(Duration span) {
    return new Command(
        argv, directory, environment, stdin, Optional.of(span), killGrace, quota, note);
  }

  /** With another time between TERM and KILL. */
  public Command killGrace(Duration span) {
    return new Command(argv, directory, environment, stdin, idleTimeout, span, quota, note);
  }

  /** With another quota of disk for its output. */
  public Command quota(long bytes) {
    return new Command(argv, directory, environment, stdin, idleTimeout, killGrace, bytes, note);
  }

  /** With another note. */
  public Command note(String text) {
    return new Command(argv, directory, environment, stdin, idleTimeout, killGrace, quota, text);
  }

  /** The words of the command, shortened, for people. */
  String words() {
    String words = String.join(" ", argv).replaceAll("\\p{Cntrl}+", " ").strip();
    return words.length() <= 200 ? words : words.substring(0, 199) + "…";
  }
}
