package dev.errand.cli.client;

import dev.errand.cli.console.Terminals;
import dev.errand.cli.wire.CommandRequest;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where we were called, and how: as the kernel holds it, byte for byte. What Java makes of it
 * depends on the locale, and in the locale {@code POSIX} every byte beyond ASCII is lost.
 */
final class Surroundings {
  private static final int KEY_BYTES = 16;

  private Surroundings() {}

  /** A request with everything in it. */
  static CommandRequest request(String version, String[] args) throws IOException {
    Terminals terminals = Terminals.ours();
    return new CommandRequest(
        version,
        key(),
        directory(),
        arguments(args),
        environment(),
        (terminals.stdin() ? CommandRequest.STDIN : 0)
            | (terminals.stdout() ? CommandRequest.STDOUT : 0)
            | (terminals.stderr() ? CommandRequest.STDERR : 0),
        terminals.columns(),
        terminals.rows());
  }

  /** A request from the same place for something else. */
  static CommandRequest other(CommandRequest request, List<String> arguments) throws IOException {
    return request.with(key(), encoded(arguments));
  }

  /** A new key of a request. The kernel's random numbers come without the JDK's providers. */
  static String key() throws IOException {
    byte[] random;
    try (FileInputStream in = new FileInputStream("/dev/urandom")) {
      random = in.readNBytes(KEY_BYTES);
    }
    StringBuilder key = new StringBuilder(2 * KEY_BYTES);
    for (byte b : random) {
      key.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return key.toString();
  }

  private static byte[] directory() throws IOException {
    String directory = System.getProperty("user.dir", "/");
    if (isPlain(directory)) {
      return directory.getBytes(StandardCharsets.US_ASCII);
    }
    // A path keeps the kernel's bytes, and its URI shows them.
    URI uri = Files.readSymbolicLink(Path.of("/proc/self/cwd")).toUri();
    String path = uri.getRawPath().replace("+", "%2B");
    byte[] bytes =
        URLDecoder.decode(path, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    boolean slash = bytes.length > 1 && bytes[bytes.length - 1] == '/'; // "it is a directory"
    return slash ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private static List<byte[]> arguments(String[] args) throws IOException {
    boolean plain = true;
    for (String arg : args) {
      plain &= isAscii(arg);
    }
    if (!plain) {
      List<byte[]> raw = parts(read("/proc/self/cmdline"));
      if (raw.size() > args.length) {
        return raw.subList(raw.size() - args.length, raw.size());
      }
    }
    return encoded(Arrays.asList(args));
  }

  private static List<byte[]> encoded(List<String> words) {
    List<byte[]> encoded = new ArrayList<>(words.size());
    for (String word : words) {
      encoded.add(word.getBytes(StandardCharsets.UTF_8));
    }
    return encoded;
  }

  private static List<byte[]> environment() {
    try {
      return parts(read("/proc/self/environ"));
    } catch (IOException unreadable) {
      List<byte[]> entries = new ArrayList<>();
      for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
        String text = entry.getKey().concat("=").concat(entry.getValue());
        entries.add(text.getBytes(StandardCharsets.UTF_8));
      }
      return entries;
    }
  }

  private static byte[] read(String file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readAllBytes();
    }
  }

  /** The parts of this, each of which has a zero behind it. */
  private static List<byte[]> parts(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>(64);
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        parts.add(Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    return parts;
  }

  /** Whether no byte was lost; a question mark may be what is left of one. */
  private static boolean isPlain(String text) {
    return isAscii(text) && text.indexOf('?') < 0;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
