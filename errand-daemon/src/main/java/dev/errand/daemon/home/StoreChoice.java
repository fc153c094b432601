package dev.errand.daemon.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which database has the jobs of a home, in place of the file there: remembered in the home, so
 * that a daemon that starts by itself has the same. Only the user can read it, since the URL may
 * hold a password.
 *
 * @param home whose choice
 */
public record StoreChoice(Home home) {
  /** What is said for the file in the home. */
  public static final String FILE = "sqlite";

  private static final Set<PosixFilePermission> MINE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * The URL; empty: the file in the home.
   *
   * @throws HomeException if it cannot be read, or others can read it
   */
  public Optional<String> url() {
    Path file = home.storeChoice();
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
      if (!MINE.containsAll(modes)) {
        throw new HomeException(
            file
                + " may hold a password and can be used by others (mode "
                + PosixFilePermissions.toString(modes)
                + "): refused; set it right with 'chmod 600 "
                + file
                + "'");
      }
      String url = Files.readString(file).strip();
      return url.isEmpty() ? Optional.empty() : Optional.of(url);
    } catch (NoSuchFileException nothingChosen) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new HomeException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  /** From now on this one; {@link #FILE} for the file in the home. Written whole or not at all. */
  public void remember(String url) throws IOException {
    Path file = home.storeChoice();
    if (url.equals(FILE)) {
      var _ = Files.deleteIfExists(file);
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    var _ = Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(MINE));
    Files.writeString(fresh, url + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
