package dev.errand.mcp.tools;

import dev.errand.shell.text.DidYouMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The arguments of a call, read with care: models write numbers as text and lists as one item, and
 * that is taken; what is wrong is refused with a sentence that names the field and the rule.
 */
final class Arguments {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode all;

  private Arguments(JsonNode all) {
    this.all = all;
  }

  /**
   * Reads them.
   *
   * @param known the names that there are
   * @throws IllegalArgumentException if it is no object, or has other names
   */
  static Arguments parse(String json, Set<String> known) {
    JsonNode all;
    try {
      all = json.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(json);
    } catch (JacksonException wrong) {
      throw new IllegalArgumentException(
          "the arguments must be a JSON object: " + Untrusted.line(wrong.getOriginalMessage(), 200),
          wrong);
    }
    if (all.isNull()) {
      all = JsonNodeFactory.instance.objectNode();
    }
    if (!all.isObject()) {
      throw new IllegalArgumentException("the arguments must be a JSON object");
    }
    for (String name : all.propertyNames()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(unknown(Untrusted.line(name, 60), known));
      }
    }
    return new Arguments(all);
  }

  private static String unknown(String name, Set<String> known) {
    Optional<String> near =
        known.stream()
            .filter(it -> DidYouMean.distance(name, it) <= 3)
            .min(Comparator.comparingInt(it -> DidYouMean.distance(name, it)));
    return "there is no argument '"
        + name
        + "'"
        + near.map(it -> "; did you mean " + it + "?").orElse("")
        + " Known are: "
        + String.join(", ", known.stream().sorted().toList());
  }

  private Optional<JsonNode> get(String name) {
    return Optional.ofNullable(all.get(name)).filter(it -> !it.isNull());
  }

  /** A text that must be there. */
  String required(String name) {
    return text(name)
        .filter(it -> !it.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing; it must be a text"));
  }

  /** A text. */
  Optional<String> text(String name) {
    return get(name)
        .map(it -> {
          if (it.isString()) {
            return it.stringValue();
          }
          if (it.isNumber()) {
            return it.asString();
          }
          throw new IllegalArgumentException(name + " must be a text");
        });
  }

  /** Yes or no. */
  boolean is(String name, boolean otherwise) {
    return get(name)
        .map(it -> {
          if (it.isBoolean()) {
            return it.booleanValue();
          }
          if (it.isString() && Set.of("true", "false").contains(it.stringValue())) {
            return it.stringValue().equals("true");
          }
          throw new IllegalArgumentException(name + " must be true or false");
        })
        .orElse(otherwise);
  }

  /** A whole number in these bounds. */
  Optional<Long> number(String name, long least, long most) {
    String rule = name + " must be a whole number from " + least + " to " + most;
    return get(name)
        .map(it -> {
          long number;
          try {
            if (it.isString()) {
              number = Long.parseLong(it.stringValue().strip());
            } else if (it.isNumber() && it.doubleValue() == Math.rint(it.doubleValue())) {
              number = it.decimalValue().longValueExact();
            } else {
              throw new IllegalArgumentException(rule);
            }
          } catch (ArithmeticException | NumberFormatException wrong) {
            throw new IllegalArgumentException(rule, wrong);
          }
          if (number < least || number > most) {
            throw new IllegalArgumentException(rule + ", not " + number);
          }
          return number;
        });
  }

  /** A time in seconds, which may have a fraction. */
  Optional<Duration> seconds(String name, double least, double most) {
    String rule = name + " must be a number of seconds from " + plain(least) + " to " + plain(most);
    return get(name)
        .map(it -> {
          double number;
          try {
            number =
                it.isString() ? Double.parseDouble(it.stringValue().strip()) : it.doubleValue();
          } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(rule, wrong);
          }
          if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException(rule);
          }
          return Duration.ofMillis(Math.round(number * 1000));
        });
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** A list of texts; one text is a list of one. */
  List<String> texts(String name) {
    Optional<JsonNode> node = get(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get().isString()) {
      return List.of(node.get().stringValue());
    }
    String rule = name + " must be a list of texts";
    if (!node.get().isArray()) {
      throw new IllegalArgumentException(rule);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.get()) {
      if (!item.isString()) {
        throw new IllegalArgumentException(rule);
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  /** One of these words. */
  String choice(String name, List<String> words) {
    String word = text(name).orElse(words.getFirst());
    if (!words.contains(word)) {
      throw new IllegalArgumentException(name + " must be one of " + String.join(", ", words));
    }
    return word;
  }

  /** What makes two calls the same. */
  @Override
  public String toString() {
    return all.toString();
  }
}
