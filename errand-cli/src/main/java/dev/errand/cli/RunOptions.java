package dev.errand.cli;

import dev.errand.JobOptions;
import dev.errand.daemon.text.DurationText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ParseResult;

/**
 * What {@code errand run} was asked to do, checked.
 *
 * @param command the command and its arguments
 * @param type the kind of work
 * @param label what people call it
 * @param job id, owner and timeout
 * @param quiet whether the end goes without saying
 */
record RunOptions(List<String> command, String type, String label, JobOptions job, boolean quiet) {
  private static final String HINT = "; try 'errand run --help'";
  private static final int TYPE_LENGTH = 100;
  private static final int LABEL_LENGTH = 1_000;
  private static final int DEFAULT_LABEL_LENGTH = 200;

  /**
   * Takes them from the parsed arguments.
   *
   * @throws UsageException if one of them is wrong
   */
  static RunOptions of(ParseResult parsed) {
    List<String> command = Syntax.words(parsed);
    if (command.isEmpty()) {
      throw new UsageException(
          "run needs a command, as in 'errand run --wait -- make test'" + HINT);
    }
    if (!parsed.matchedOptionValue(Syntax.WAIT, false)) {
      throw new UsageException("run needs --wait until the daemon exists (a later release)" + HINT);
    }
    JobOptions.Builder job = JobOptions.builder();
    set(parsed, Syntax.ID, job::id);
    set(parsed, Syntax.OWNER, job::owner);
    set(parsed, Syntax.TIMEOUT, text -> job.timeout(DurationText.parse(text)));
    return new RunOptions(
        command,
        option(parsed, Syntax.TYPE).map(RunOptions::checkedType).orElse("command"),
        option(parsed, Syntax.LABEL).map(RunOptions::checkedLabel).orElseGet(() -> label(command)),
        job.build(),
        parsed.matchedOptionValue(Syntax.QUIET, false));
  }

  private static Optional<String> option(ParseResult parsed, String name) {
    return Optional.ofNullable(parsed.matchedOptionValue(name, null));
  }

  private static void set(ParseResult parsed, String name, Consumer<String> setter) {
    option(parsed, name)
        .ifPresent(value -> {
          try {
            setter.accept(value);
          } catch (IllegalArgumentException wrong) {
            throw new UsageException(name + ": " + wrong.getMessage() + HINT);
          }
        });
  }

  // The core checks type and label too, but only with the job in its hands: too late for a usage
  // error.

  private static String checkedType(String type) {
    if (type.isBlank()
        || type.length() > TYPE_LENGTH
        || type.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          "--type: must have 1 to " + TYPE_LENGTH + " printable characters" + HINT);
    }
    return type;
  }

  private static String checkedLabel(String label) {
    if (label.length() > LABEL_LENGTH) {
      throw new UsageException(
          "--label: must have at most "
              + LABEL_LENGTH
              + " characters, not "
              + label.length()
              + HINT);
    }
    return label;
  }

  private static String label(List<String> command) {
    StringBuilder label = new StringBuilder();
    for (String word : command) {
      label.append(label.isEmpty() ? "" : " ").append(word);
      if (label.length() > DEFAULT_LABEL_LENGTH) {
        int end = DEFAULT_LABEL_LENGTH - 1;
        return label.substring(0, Character.isHighSurrogate(label.charAt(end - 1)) ? end - 1 : end)
            + "…";
      }
    }
    return label.toString();
  }
}
