package dev.errand.shell;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command as the store keeps it: a line for each field, readable as long as words are plain. Of
 * the environment it has only the name of the file in which it waits.
 *
 * @param command without its environment
 * @param environment see {@link Environments}
 */
record CommandText(Command command, String environment) {

  /** The text. */
  String payload() {
    String idle = command.idleTimeout().map(Duration::toString).orElse("");
    String argv = command.argv().stream().map(CommandText::quoted).collect(Collectors.joining(" "));
    return String.join(
        "\n",
        "argv=" + argv,
        "directory=" + quoted(command.directory().toString()),
        "environment=" + environment,
        "stdin=" + command.stdin(),
        "idleTimeout=" + idle,
        "killGrace=" + command.killGrace(),
        "quota=" + command.quota(),
        "note=" + quoted(command.note()));
  }

  /**
   * What the text says.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static CommandText parse(String payload) {
    Map<String, String> fields = new HashMap<>();
    payload
        .lines()
        .map(line -> line.split("=", 2))
        .filter(field -> field.length == 2)
        .forEach(field -> fields.put(field[0], field[1]));
    List<String> argv =
        Arrays.stream(field(fields, "argv").split(" ", -1)).map(CommandText::plain).toList();
    String idle = field(fields, "idleTimeout");
    Command command =
        new Command(
            argv,
            Path.of(plain(field(fields, "directory"))),
            Map.of(),
            Boolean.parseBoolean(field(fields, "stdin")),
            idle.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(idle)),
            Duration.parse(field(fields, "killGrace")),
            Long.parseLong(field(fields, "quota")),
            plain(field(fields, "note")));
    return new CommandText(command, field(fields, "environment"));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("not a command of errand-shell: it has no " + name);
    }
    return value;
  }

  private static String quoted(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  private static String plain(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }
}
