package dev.errand.shell.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The log of a running job, and what is to be done about it. All calls come on the thread of the
 * {@link LogKeeper} and must be quick; what they throw is logged and has no other effect.
 *
 * @param folder the folder of the run; the log need not be there yet
 * @param quota how much disk it may use; without one nothing is given up and nobody is stopped
 * @param brake stops the writer when it outruns us
 * @param limitReached called once if the log has reached its quota and nothing can be given up,
 *     because the file system cannot free the middle of a file. The writer is stopped then until
 *     the watch is closed: signal its end, then close
 * @param quiet what to do when nothing is printed
 * @param writer who writes it, so that its quota is kept also when this JVM dies
 */
public record WatchedLog(
    Path folder,
    Optional<Quota> quota,
    Brake brake,
    Runnable limitReached,
    Optional<Quiet> quiet,
    Optional<WriterId> writer) {

  /** Watches growth only. */
  public static WatchedLog in(Path folder) {
    return new WatchedLog(
        folder, Optional.empty(), Brake.NONE, () -> {}, Optional.empty(), Optional.empty());
  }

  /** The same with a quota. */
  public WatchedLog keeping(Quota bytes, Brake ofWriter, Runnable whenReached) {
    return new WatchedLog(folder, Optional.of(bytes), ofWriter, whenReached, quiet, writer);
  }

  /** The same with a call when nothing is printed. */
  public WatchedLog whenQuiet(Quiet call) {
    return new WatchedLog(folder, quota, brake, limitReached, Optional.of(call), writer);
  }

  /** The same with its writer known. */
  public WatchedLog writtenBy(WriterId process) {
    return new WatchedLog(folder, quota, brake, limitReached, quiet, Optional.of(process));
  }
}
