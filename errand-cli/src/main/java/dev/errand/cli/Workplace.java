package dev.errand.cli;

import dev.errand.AsyncJobManager;
import dev.errand.shell.ShellJobs;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A manager for one command, and the folder for what the command prints: a temporary one that only
 * this user can read, gone when this is closed.
 */
final class Workplace implements AutoCloseable {
  /** Longer than a process tree takes to die: its grace, and some time after KILL. */
  private static final Duration CANCEL_GRACE = Duration.ofSeconds(10);

  private static final Duration HELPERS = Duration.ofSeconds(1);
  private static final int TRIES = 3;

  private final Path folder;
  private final ShellJobs shell;
  private final AtomicBoolean closing = new AtomicBoolean();

  private Workplace(Path folder, ShellJobs shell) {
    this.folder = folder;
    this.shell = shell;
  }

  /**
   * Opens one.
   *
   * @throws IOException if there is no room for temporary files
   */
  static Workplace open() throws IOException {
    Path folder = Files.createTempDirectory("errand-"); // 0700
    try {
      AsyncJobManager.Builder manager = AsyncJobManager.builder().cancelGrace(CANCEL_GRACE);
      return new Workplace(folder, ShellJobs.builder(folder).open(manager));
    } catch (RuntimeException failed) {
      delete(folder);
      throw failed;
    }
  }

  ShellJobs shell() {
    return shell;
  }

  /** How much disk there is for what a command prints, in bytes. */
  long free() {
    return folder.toFile().getUsableSpace();
  }

  /** Once is enough, whoever comes first. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      shell.close();
    } finally {
      delete(folder);
      awaitHelpers();
    }
  }

  /** What belongs to the shell jobs and is about to end by itself. */
  private static void awaitHelpers() {
    ProcessHandle.current()
        .children()
        .forEach(helper -> {
          try {
            var _ = helper.onExit().get(HELPERS.toMillis(), TimeUnit.MILLISECONDS);
          } catch (ExecutionException | TimeoutException lasting) {
            // it is not worth waiting for
          } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Tries again while somebody still puts something into it. What cannot be deleted stays. */
  private static void delete(Path folder) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Files.walkFileTree(folder, new Deletion());
        return;
      } catch (NoSuchFileException gone) {
        return;
      } catch (IOException again) {
        Thread.onSpinWait();
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      return FileVisitResult.CONTINUE; // gone meanwhile
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
