package dev.errand.shell.log;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Says about one log each thing once; for one thread. */
final class Complaints {
  private static final System.Logger LOG = System.getLogger("dev.errand.shell");

  private final Path folder;
  private final Set<String> said = new HashSet<>();

  Complaints(Path folder) {
    this.folder = folder;
  }

  void say(String what) {
    if (said.add(what)) {
      LOG.log(System.Logger.Level.WARNING, "The log in {0}: {1}", folder, what);
    }
  }

  void say(String what, Throwable why) {
    if (said.add(what)) {
      LOG.log(System.Logger.Level.WARNING, "The log in " + folder + ": " + what, why);
    }
  }

  /** Runs what belongs to somebody else. */
  void running(String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      say(what + " failed", e);
    }
  }
}
