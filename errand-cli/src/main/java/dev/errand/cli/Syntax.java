package dev.errand.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What can be typed, and its help. Written as values, not as annotations: nothing is found by
 * reflection.
 */
final class Syntax {
  static final String RUN = "run";
  static final String HELP = "help";
  static final String WAIT = "--wait";
  static final String QUIET = "--quiet";
  static final String ID = "--id";
  static final String TYPE = "--type";
  static final String LABEL = "--label";
  static final String OWNER = "--owner";
  static final String TIMEOUT = "--timeout";

  private static final String[] RUN_FOOTER = {
    "",
    "Standard output carries the bytes of the job (its output and its errors, in their order) as"
        + " they come; Errand itself speaks on standard error only. If the reader of standard"
        + " output goes away ('| head -1'), the job goes on and only the copying stops. The job"
        + " does not wait for a slow reader either: what it is ahead lies in a temporary folder, up"
        + " to 1 GiB and a quarter of the free disk. Beyond that the middle is skipped, and Errand"
        + " says how much.",
    "",
    "The job reads from /dev/null. It has the caller's working directory and environment, with"
        + " ERRAND_RUN_ID added, and a session of its own: keys typed at the terminal do not reach"
        + " it. Ctrl-C, TERM or HUP to Errand cancels the job. Processes that a job leaves behind"
        + " are ended with it: by TERM, and by KILL 2 seconds later. If Errand itself is killed"
        + " (kill -9), the job goes on without it, and the temporary folder stays.",
    "",
    "Exit codes: that of the job; 128+N if signal N killed it; 124 after the timeout; 125 if"
        + " Errand itself failed; 126 if the command cannot be executed, 127 if there is none; 2"
        + " for wrong usage; 130 after Ctrl-C, 143 after TERM."
  };

  private Syntax() {}

  /** A parser that knows all of it. */
  static CommandLine commandLine() {
    CommandSpec root =
        CommandSpec.create()
            .name("errand")
            .addOption(helpOption())
            .addOption(
                flag("-V", "--version").versionHelp(true).description("Show the version.").build())
            .addSubcommand(RUN, run())
            .addSubcommand(HELP, help());
    root.usageMessage()
        .customSynopsis("errand COMMAND [OPTION...]")
        .description("Background jobs for AI agents.")
        .footer("", "Help for one command: errand help COMMAND");
    // Arguments belong to the job: a '@' in one does not name a file of more arguments.
    return new CommandLine(root).setExpandAtFiles(false);
  }

  /** The words that are no options, as typed. */
  static List<String> words(ParseResult parsed) {
    return parsed.matchedPositionals().isEmpty()
        ? List.of()
        : parsed.matchedPositionals().getFirst().stringValues();
  }

  private static CommandSpec run() {
    CommandSpec run =
        CommandSpec.create()
            .addOption(helpOption())
            .addOption(
                flag(WAIT)
                    .description("Wait for the end of the job. Required until the daemon exists.")
                    .build())
            .addOption(
                flag("-q", QUIET).description("Do not say at the end how the job ended.").build())
            .addOption(text(ID, "ID", "The id that the job should have. Default: bg_N."))
            .addOption(text(TYPE, "TYPE", "The kind of work. Default: command."))
            .addOption(text(LABEL, "TEXT", "What people call the job. Default: the command."))
            .addOption(text(OWNER, "OWNER", "The agent or session that asks. Default: none."))
            .addOption(
                text(
                    TIMEOUT,
                    "DURATION",
                    "End the job if it takes longer, for instance 90s, 5m, 1h30m or PT90S."))
            .addPositional(words());
    // What follows the command is the command's, even if it looks like an option of ours.
    run.parser().stopAtPositional(true);
    run.usageMessage()
        .customSynopsis("errand run --wait [OPTION...] -- COMMAND [ARGUMENT...]")
        .description("Run a command as a background job.")
        .footer(RUN_FOOTER);
    return run;
  }

  private static CommandSpec help() {
    CommandSpec help = CommandSpec.create().addOption(helpOption()).addPositional(words());
    help.usageMessage()
        .customSynopsis("errand help [COMMAND]")
        .description("Show the help of Errand or of one command.");
    return help;
  }

  private static OptionSpec helpOption() {
    return flag("-h", "--help").usageHelp(true).description("Show this help.").build();
  }

  private static OptionSpec.Builder flag(String first, String... others) {
    String[] names = new String[others.length + 1];
    names[0] = first;
    System.arraycopy(others, 0, names, 1, others.length);
    return OptionSpec.builder(names).type(boolean.class);
  }

  private static OptionSpec text(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(parameter)
        .description(description)
        .build();
  }

  private static PositionalParamSpec words() {
    return PositionalParamSpec.builder()
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .hidden(true)
        .build();
  }
}
