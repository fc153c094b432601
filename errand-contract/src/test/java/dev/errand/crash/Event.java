package dev.errand.crash;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of evidence: which life it is from, what it says, and the details. Every line that is
 * about a job has its ticket, {@code t}, which is the job's label and nothing else's.
 */
record Event(int life, Kind kind, Map<String, String> details) {
  /** Whose jobs have no owner. */
  static final String NOBODY = "-";

  private static final String END = ".";
  private static final int MOST_CHARACTERS = 500;

  static Event of(int life, Kind kind, String... keysAndValues) {
    Map<String, String> details = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      details.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Event(life, kind, details);
  }

  /** Likewise, saying when. */
  static Event stamped(int life, Kind kind, String... keysAndValues) {
    Event event = of(life, kind, keysAndValues);
    event.details.put("at", Long.toString(System.nanoTime() / 1_000));
    return event;
  }

  /** As it is written to a pipe: the whole line, short enough to be taken whole or not at all. */
  byte[] bytes() {
    return (line() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The line as it was written; empty if it was torn, because its writer was killed over it. */
  static Optional<Event> parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length < 3 || !parts[parts.length - 1].equals(END)) {
      return Optional.empty();
    }
    Map<String, String> details = new LinkedHashMap<>();
    for (int i = 2; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      details.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    return Optional.of(new Event(Integer.parseInt(parts[0]), Kind.valueOf(parts[1]), details));
  }

  /** One line, without its line feed; its last field shows that it is whole. */
  String line() {
    StringBuilder line = new StringBuilder().append(life).append('\t').append(kind).append('\t');
    details.forEach(
        (key, value) -> line.append(key).append('=').append(readable(value)).append('\t'));
    return line.append(END).toString();
  }

  private static String readable(String value) {
    String start = value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) : value;
    return start.replaceAll("[\t\r\n]", " ");
  }

  boolean has(String key) {
    return details.containsKey(key);
  }

  String get(String key) {
    String value = details.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key + " in: " + line());
    }
    return value;
  }

  int number(String key) {
    return Integer.parseInt(get(key));
  }

  boolean is(String key) {
    return Boolean.parseBoolean(get(key));
  }

  /** When it was written, by a clock that all processes of a machine share; in microseconds. */
  long at() {
    return has("at") ? Long.parseLong(get("at")) : 0;
  }

  String ticket() {
    return get("t");
  }
}
