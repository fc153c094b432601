package dev.errand.crash;

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

  static Event of(int life, Kind kind, String... keysAndValues) {
    Map<String, String> details = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      details.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Event(life, kind, details);
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
    details.forEach((key, value) ->
        line.append(key).append('=').append(value.replaceAll("[\t\r\n]", " ")).append('\t'));
    return line.append(END).toString();
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

  String ticket() {
    return get("t");
  }
}
