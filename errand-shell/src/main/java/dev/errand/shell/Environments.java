package dev.errand.shell;

import dev.errand.shell.os.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The environments of commands that wait for their start: a store must not see the values, and a
 * crash must not lose them. One file for each, which only this user can read; it goes when the
 * command has started.
 */
final class Environments {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /** Those that this JVM has kept: of one that is being registered, nobody else knows yet. */
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  Environments(Path root) {
    this.folder = root.resolve("environments");
  }

  /** Keeps an environment; answers the name of its file. */
  String keep(Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    environment.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    String name = HexFormat.of().formatHex(random);
    Path file = folder.resolve(name);
    ours.add(name);
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      try {
        PrivateFiles.write(file, bytes);
      } catch (NoSuchFileException first) {
        PrivateFiles.folders(folder);
        PrivateFiles.write(file, bytes);
      }
      return name;
    } catch (IOException failed) {
      forget(name); // a part of it may be there
      throw new UncheckedIOException("The environment of the command cannot be kept", failed);
    }
  }

  /** What was kept; empty if it is not there any more. */
  Optional<Map<String, String>> read(String name) throws IOException {
    try {
      Map<String, String> environment = new HashMap<>();
      for (String line : Files.readString(folder.resolve(name)).split("\0", -1)) {
        int end = line.indexOf('=');
        if (end > 0) {
          environment.put(line.substring(0, end), line.substring(end + 1));
        }
      }
      return Optional.of(environment);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** The command has started, or never will. */
  void forget(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
      ours.remove(name);
    } catch (IOException failed) {
      throw new UncheckedIOException("An environment cannot be deleted", failed);
    }
  }

  /** Forgets what a JVM before this one has left, but for these. */
  void removeLeft(Set<String> names) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!names.contains(name) && !ours.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException none) {
      // no command has waited yet, or one has started meanwhile
    } catch (IOException failed) {
      throw new UncheckedIOException("Old environments cannot be deleted", failed);
    }
  }
}
