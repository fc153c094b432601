package dev.errand.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of this process as the kernel holds it, so that a job gets it byte for byte
 * whatever the locale: Java reads it as the locale says, and it is passed on as UTF-8.
 *
 * @param variables those that are UTF-8
 * @param garbled the names of the others, which cannot be passed on
 */
record RawEnvironment(Map<String, String> variables, List<String> garbled) {

  /** That of this process. */
  static RawEnvironment ours() {
    try {
      return of(Files.readAllBytes(Path.of("/proc/self/environ")));
    } catch (IOException unreadable) {
      return new RawEnvironment(System.getenv(), List.of());
    }
  }

  /** What stands in these bytes, {@code NAME=value} with a null behind each. */
  static RawEnvironment of(byte[] bytes) {
    Map<String, String> variables = new HashMap<>();
    List<String> garbled = new ArrayList<>();
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    for (byte b : bytes) {
      if (b != 0) {
        one.write(b);
        continue;
      }
      add(one.toByteArray(), variables, garbled);
      one.reset();
    }
    return new RawEnvironment(Map.copyOf(variables), List.copyOf(garbled));
  }

  private static void add(byte[] bytes, Map<String, String> variables, List<String> garbled) {
    String text;
    boolean good = true;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      good = false;
      text = new String(bytes, StandardCharsets.UTF_8);
    }
    int end = text.indexOf('=');
    if (end > 0 && good) {
      variables.putIfAbsent(text.substring(0, end), text.substring(end + 1)); // as getenv has it
    } else if (end > 0) {
      garbled.add(text.substring(0, end));
    }
  }
}
