package dev.errand.daemon.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The folder of one daemon: {@code $ERRAND_HOME}, else {@code $XDG_STATE_HOME/errand}, else {@code
 * ~/.local/state/errand}. Two homes are two daemons that know nothing of each other.
 *
 * @param root the folder, absolute
 */
public record Home(Path root) {
  /** What a socket address has room for, less the zero at its end. */
  private static final int LONGEST_SOCKET = 107;

  private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");

  /** The home that these variables name. */
  public static Home of(Map<String, String> environment) {
    String home = environment.getOrDefault("ERRAND_HOME", "");
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    try {
      if (!home.isEmpty()) {
        return new Home(Path.of(home).toAbsolutePath().normalize());
      }
      // The standard says that a relative path is to be ignored.
      if (!state.isEmpty() && Path.of(state).isAbsolute()) {
        return new Home(Path.of(state, "errand").normalize());
      }
      String user = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
      if (user.isEmpty()) {
        throw new HomeException(
            "neither ERRAND_HOME nor HOME is set: say where the daemon may live");
      }
      return new Home(Path.of(user, ".local", "state", "errand").toAbsolutePath().normalize());
    } catch (InvalidPathException wrong) {
      throw new HomeException("ERRAND_HOME is no path: " + wrong.getMessage());
    }
  }

  /** Where clients connect. */
  public Path socket() {
    return root.resolve("errand.sock");
  }

  /** Locked by the daemon for as long as it lives. */
  public Path lock() {
    return root.resolve("daemon.lock");
  }

  /** Locked by the client that starts a daemon, so that fifty of them start one. */
  public Path startLock() {
    return root.resolve("start.lock");
  }

  /** What the daemon says about itself, and why it did not start. */
  public Path log() {
    return root.resolve("daemon.log");
  }

  /** What a client must have to use the loopback address. */
  public Path token() {
    return root.resolve("token");
  }

  /** What webhooks are signed with. */
  public Path webhookKey() {
    return root.resolve("webhook-key");
  }

  /** What the names of tasks are signed with, so that nobody can guess one. */
  public Path taskKey() {
    return root.resolve("task-key");
  }

  /** What the user may set. */
  public Path settings() {
    return root.resolve("errand.properties");
  }

  /** The jobs, if they are in a file. */
  public Path store() {
    return root.resolve("jobs.db");
  }

  /** The URL of the database that has the jobs in place of the file; see {@link StoreChoice}. */
  public Path storeChoice() {
    return root.resolve("store");
  }

  /** The files of commands. */
  public Path commands() {
    return root.resolve("commands");
  }

  /**
   * The files of commands whose jobs are in a database that others share. Not those of the file:
   * what a store does not know is removed.
   */
  public Path sharedCommands() {
    return root.resolve("commands-shared");
  }

  /**
   * Makes the folder, or checks the one that is there: it must be ours, and nobody else may enter.
   *
   * @throws HomeException if it cannot be used
   */
  public void prepare() {
    try {
      Files.createDirectories(root.getParent() == null ? root : root.getParent());
      if (!Files.isDirectory(root)) {
        make();
      }
    } catch (FileSystemException failed) {
      throw new HomeException("cannot make the folder " + root + ": " + reason(failed));
    } catch (IOException failed) {
      throw new HomeException("cannot make the folder " + root + ": " + failed.getMessage());
    }
    check();
    if (!Files.isWritable(root)) {
      throw new HomeException(root + " is not writable");
    }
  }

  private void make() throws IOException {
    try {
      Files.createDirectory(root, PosixFilePermissions.asFileAttribute(MINE));
    } catch (FileAlreadyExistsException other) {
      if (!Files.isDirectory(root)) { // else another client was first, at the same moment
        throw other;
      }
    }
  }

  /**
   * Checks that nobody but us can have put anything into the folder.
   *
   * @throws HomeException if somebody else owns it or may enter it, or its name is too long
   */
  public void check() {
    if (socket().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      throw new HomeException(
          "the path of the socket, "
              + socket()
              + ", has more than "
              + LONGEST_SOCKET
              + " bytes: set ERRAND_HOME to a shorter path");
    }
    try {
      checkOwner(root, Files.readAttributes(root, PosixFileAttributes.class));
      // The folder itself, or a link to it that we own: nobody else can have made it.
      if (Files.isSymbolicLink(root)) {
        checkOwner(
            root,
            Files.readAttributes(root, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
            false);
      }
    } catch (IOException failed) {
      throw new HomeException("cannot look at " + root + ": " + reason(failed));
    }
  }

  /**
   * Checks the socket before anybody speaks to it.
   *
   * @throws HomeException if somebody else owns it or may connect to it
   * @throws IOException if it is not there
   */
  public void checkSocket() throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(socket(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink() || attributes.isRegularFile() || attributes.isDirectory()) {
      throw new HomeException(socket() + " is no socket: remove it");
    }
    checkOwner(socket(), attributes);
  }

  private static void checkOwner(Path path, PosixFileAttributes attributes) {
    checkOwner(path, attributes, true);
  }

  private static void checkOwner(Path path, PosixFileAttributes attributes, boolean mode) {
    String me = System.getProperty("user.name");
    String owner = attributes.owner().getName();
    if (!owner.equals(me)) {
      throw new HomeException(path + " belongs to " + owner + " and not to " + me + ": refused");
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(MINE);
    if (mode && !others.containsAll(attributes.permissions())) {
      throw new HomeException(
          path
              + " can be used by others (mode "
              + PosixFilePermissions.toString(attributes.permissions())
              + "): refused; set it right with 'chmod go= "
              + path
              + "'");
    }
  }

  private static String reason(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failed instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return failed.toString();
  }
}
