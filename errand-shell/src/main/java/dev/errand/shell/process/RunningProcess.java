package dev.errand.shell.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A command that was started, by us or by somebody before us. Thread-safe. */
public final class RunningProcess {
  private final String runId;
  private final RunFiles files;
  private final ProcessId command;
  private final ProcessTree tree;
  private final StdinPipe stdin;
  private final CompletableFuture<ProcessEnd> end = new CompletableFuture<>();

  RunningProcess(String runId, RunFiles files, ProcessId command, ProcessTree tree) {
    this.runId = runId;
    this.files = files;
    this.command = command;
    this.tree = tree;
    this.stdin = new StdinPipe(files, command::isAlive);
  }

  /** The run it belongs to. */
  public String runId() {
    return runId;
  }

  /** The command: its number, and when it began. */
  public ProcessId id() {
    return command;
  }

  /** Where it prints to, both streams. */
  public Path output() {
    return files.output();
  }

  /**
   * How it ended; complete as soon as that was written down, whether or not its descendants live
   * on. What depends on it runs on the one thread that watches all ends: be short, do not block. A
   * copy: completing it changes nothing. If the {@link ProcessHost} is closed first, it fails with
   * {@link IllegalStateException}.
   */
  public CompletableFuture<ProcessEnd> end() {
    return end.copy();
  }

  /** The command and all its descendants, also after its end. */
  public ProcessTree tree() {
    return tree;
  }

  /**
   * Sends a signal to the command only.
   *
   * @param signal {@code TERM}, {@code SIGTERM} or {@code 15}
   * @return false if it has ended, or is not ours to signal
   * @throws IllegalArgumentException if there is no such signal
   */
  public boolean signal(String signal) {
    return command.signal(Signals.number(signal));
  }

  /**
   * Writes to its stdin.
   *
   * @param within how long to wait for room; a pipe holds 64 KiB that are not read yet
   * @return how many bytes were taken; fewer than given if there was no room in that time
   * @throws StdinClosedException if nobody can read it: it was started without stdin, {@link
   *     #closeStdin} was called, it closed it, or it has ended
   */
  public int send(byte[] bytes, Duration within) throws StdinClosedException, InterruptedException {
    return stdin.send(bytes, within);
  }

  /** Gives its stdin end-of-file behind what was sent. Twice is fine, so is without stdin. */
  public void closeStdin() throws InterruptedException {
    stdin.close();
  }

  RunFiles files() {
    return files;
  }

  void ended(ProcessEnd how) {
    end.complete(how);
  }

  void abandoned() {
    end.completeExceptionally(
        new IllegalStateException("the process host was closed; the process lives on"));
  }
}
