package dev.errand.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random keys in files that only this user can read; made once, and used from then on. */
final class Secrets {
  private static final int BYTES = 32;

  private Secrets() {}

  /** What is in the file, which is made if it is not there. */
  static String in(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    String secret = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (secret.length() < BYTES) {
      throw new IOException(file + " has no key in it: remove it, and a new one will be made");
    }
    return secret;
  }

  /** Written whole before it has its name: a daemon may be killed at any moment. */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException another) {
      throw new IOException(fresh + " is made by somebody else", another);
    }
    Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
