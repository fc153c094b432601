package dev.errand.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Refuses arguments that would reach the command changed: Java reads them as the locale says, and
 * they are passed on as UTF-8. In the locale {@code POSIX} it replaces every byte beyond ASCII, and
 * the command would silently run with question marks in its file names. What the kernel holds tells
 * the truth.
 */
final class LostBytes {
  private static final Path RAW = Path.of("/proc/self/cmdline");

  private LostBytes() {}

  /**
   * Returns if the arguments are what was typed.
   *
   * @throws UsageException if some are not
   */
  static void refuse(String[] args) {
    if (Arrays.stream(args).allMatch(arg -> arg.chars().allMatch(c -> c < 0x80))) {
      return;
    }
    if (!endsWith(raw(), encoded(args))) {
      throw new UsageException(
          "an argument has bytes that the locale cannot express;"
              + " set LC_ALL=C.UTF-8 and write it in UTF-8");
    }
  }

  private static byte[] raw() {
    try {
      return Files.readAllBytes(RAW);
    } catch (IOException unreadable) {
      return new byte[0];
    }
  }

  private static byte[] encoded(String[] args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String arg : args) {
      bytes.writeBytes(arg.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static boolean endsWith(byte[] whole, byte[] end) {
    int from = whole.length - end.length;
    return from >= 0 && Arrays.equals(whole, from, whole.length, end, 0, end.length);
  }
}
