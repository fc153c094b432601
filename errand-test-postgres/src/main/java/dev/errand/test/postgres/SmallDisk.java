package dev.errand.test.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of a few MiB that is soon full. It is in a mount namespace of the server's own:
 * nobody else sees it, and nothing of it is left when the server has ended.
 */
final class SmallDisk {
  /** Its folder, in that of the server. */
  static final String NAME = "small";

  private static final String SIZE = "24m";

  private static final String MOUNT =
      """
      disk=$1
      size=$2
      shift 2
      mount -t tmpfs -o "size=$size,mode=0700" errand "$disk" && exec "$@"
      """;

  /** Whether this machine lets us have one. */
  static boolean isAvailable() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("errand-small-disk-");
    try {
      Command.run(mounted(folder, List.of("true")));
      return true;
    } catch (IOException refused) {
      return false;
    } finally {
      Files.delete(folder);
    }
  }

  /** What runs a command that finds the disk at this folder, and does not see that it is root. */
  static List<String> mounted(Path folder, List<String> command)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of("unshare", "--mount"));
    if (!Privileges.isRoot()) {
      whole.addAll(List.of("--user", "--map-root-user"));
    }
    whole.addAll(List.of("sh", "-c", MOUNT, "small-disk", folder.toString(), SIZE));
    whole.addAll(Privileges.asNobody(command));
    return whole;
  }

  private SmallDisk() {}
}
