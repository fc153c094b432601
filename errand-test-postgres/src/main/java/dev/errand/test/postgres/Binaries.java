package dev.errand.test.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of a version, unpacked from this jar. That takes seconds, so it is done once a user
 * and a machine, in the folder for temporary files; the folder is named for the content of the
 * archive and appears when it is complete, so that whoever sees it may use it.
 */
final class Binaries {
  private static final String ARCHIVE = "postgres-linux-x86_64.txz";
  private static final int DIGITS = 16;

  /** Returns the folder that has {@code bin}, {@code lib} and {@code share}. */
  static Path unpacked(Version version) throws IOException, InterruptedException {
    String name = version.major() + "/" + ARCHIVE;
    byte[] archive;
    try (InputStream resource = Binaries.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IOException(name + " is missing: build errand-test-postgres with Maven");
      }
      archive = resource.readAllBytes();
    }
    Path parent =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "errand-test-postgres-" + System.getProperty("user.name"));
    Files.createDirectories(parent);
    Path folder = parent.resolve(version.major() + "-" + digest(archive));
    if (!Files.isDirectory(folder)) {
      unpack(archive, parent, folder);
    }
    return folder;
  }

  private static void unpack(byte[] archive, Path parent, Path folder)
      throws IOException, InterruptedException {
    Path unfinished = Files.createTempDirectory(parent, "unfinished-");
    Process tar =
        new ProcessBuilder("tar", "-x", "-C", unfinished.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream from = new XZInputStream(new ByteArrayInputStream(archive));
        OutputStream to = tar.getOutputStream()) {
      from.transferTo(to);
    }
    if (tar.waitFor() != 0) {
      throw new IOException("tar could not unpack PostgreSQL to " + unfinished);
    }
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException lost) {
      // Another JVM was faster: the same files are there.
      Folders.delete(unfinished);
      if (!Files.isDirectory(folder)) {
        throw lost;
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Binaries() {}
}
