package dev.errand.cli.command;

import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.shell.text.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** How options are said and read; those that many verbs have. */
final class Typed {
  static final String OWNER = "--owner";
  static final String JSON = "--json";
  static final String QUIET = "--quiet";
  static final String TIMEOUT = "--timeout";

  private Typed() {}

  static CommandSpec spec(String synopsis, String description) {
    CommandSpec spec =
        CommandSpec.create()
            .addOption(flag("Show this help.", "-h", "--help").usageHelp(true).build());
    spec.usageMessage().customSynopsis("errand " + synopsis).description(description);
    return spec;
  }

  static OptionSpec owner() {
    return text(
        OWNER,
        "OWNER",
        "The agent or session that asks. Default: $ERRAND_OWNER, else a person, who sees all.");
  }

  static OptionSpec json() {
    return flag("Write JSON.", JSON).build();
  }

  static OptionSpec quiet(String description) {
    return flag(description, "-q", QUIET).build();
  }

  static OptionSpec.Builder flag(String description, String first, String... others) {
    String[] names = new String[others.length + 1];
    names[0] = first;
    System.arraycopy(others, 0, names, 1, others.length);
    return OptionSpec.builder(names).type(boolean.class).description(description);
  }

  static OptionSpec text(String name, String parameter, String description) {
    return OptionSpec.builder(name.split(",", -1))
        .type(String.class)
        .paramLabel(parameter)
        .description(description)
        .build();
  }

  static OptionSpec texts(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(parameter)
        .description(description)
        .build();
  }

  static PositionalParamSpec words() {
    return PositionalParamSpec.builder()
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .hidden(true)
        .build();
  }

  static boolean is(ParseResult typed, String name) {
    return typed.matchedOptionValue(name, false);
  }

  static Optional<String> text(ParseResult typed, String name) {
    return Optional.ofNullable(typed.matchedOptionValue(name, null));
  }

  static List<String> texts(ParseResult typed, String name) {
    return typed.matchedOptionValue(name, List.of());
  }

  /** The words that are no options, as typed. */
  static List<String> words(ParseResult typed) {
    return typed.matchedPositionals().isEmpty()
        ? List.of()
        : typed.matchedPositionals().getFirst().stringValues();
  }

  /** What the option says, read; what is wrong with it is said with its name. */
  static <T> Optional<T> value(ParseResult typed, String name, Function<String, T> reading) {
    return text(typed, name).map(text -> named(name, text, reading));
  }

  static <T> T named(String name, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(name + ": " + wrong.getMessage());
    }
  }

  static Optional<Duration> span(ParseResult typed, String name) {
    return value(typed, name, DurationText::parse);
  }

  static long number(String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // said below
    }
    throw new IllegalArgumentException(
        "must be a number from " + least + " to " + most + ", not '" + text + "'");
  }

  /** Who asks. */
  static Caller caller(ParseResult typed, Client client) {
    return text(typed, OWNER)
        .map(owner -> named(OWNER, owner, Caller::of))
        .or(() ->
            Optional.ofNullable(client.environment().get("ERRAND_OWNER"))
                .filter(owner -> !owner.isBlank())
                .map(owner -> named("ERRAND_OWNER", owner, Caller::of)))
        .orElse(Caller.PERSON);
  }

  /** The one job that the verb is about. */
  static String onlyWord(ParseResult typed, String what) {
    List<String> words = words(typed);
    if (words.size() != 1) {
      throw new UsageException(
          (words.isEmpty() ? what + " is missing" : "too many words: " + words.get(1))
              + "; try 'errand "
              + typed.commandSpec().name()
              + " --help'");
    }
    return words.getFirst();
  }
}
