package dev.errand.shell.log;

import java.nio.file.Path;

/** A JVM that watches one log under a guard until it is killed: root, folder, quota, pid, start. */
final class GuardedJvm {
  private GuardedJvm() {}

  public static void main(String[] arguments) throws Exception {
    LogKeeper keeper = LogKeeper.startOver(Path.of(arguments[0]));
    WriterId writer = new WriterId(Long.parseLong(arguments[3]), Long.parseLong(arguments[4]));
    keeper.watch(
        WatchedLog.in(Path.of(arguments[1]))
            .keeping(new Quota(Long.parseLong(arguments[2])), Brake.NONE, () -> {})
            .writtenBy(writer));
    System.out.println("watching");
    Thread.currentThread().join();
  }
}
