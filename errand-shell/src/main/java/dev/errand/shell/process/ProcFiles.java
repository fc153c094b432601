package dev.errand.shell.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads files of {@code /proc}, which say their size is 0, in as few system calls as they need. */
final class ProcFiles {
  private static final int USUAL = 4096;

  private ProcFiles() {}

  static byte[] read(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toString())) {
      byte[] buffer = new byte[USUAL];
      int length = 0;
      while (true) {
        int count = in.read(buffer, length, buffer.length - length);
        if (count <= 0) {
          return Arrays.copyOf(buffer, length);
        }
        length += count;
        if (length < buffer.length) {
          return Arrays.copyOf(buffer, length); // the kernel gives all it has at once
        }
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
  }

  /** Changes with each start of the host. */
  static String bootId() throws IOException {
    return new String(read(Path.of("/proc/sys/kernel/random/boot_id")), StandardCharsets.ISO_8859_1)
        .strip();
  }
}
