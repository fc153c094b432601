package dev.errand.cli.command;

import dev.errand.cli.Version;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All that can be typed, and its help. Written as values, not as annotations: nothing is found by
 * reflection.
 */
public final class Verbs {
  private static final List<Verb> ALL =
      List.of(
          new RunVerb(),
          new LsVerb(),
          new ShowVerb(),
          new TailVerb(),
          new WaitVerb(),
          new CancelVerb(),
          new SendVerb(),
          new SignalVerb(),
          new RerunVerb(),
          new InboxVerb(),
          new DeadVerb(),
          new PruneVerb(),
          new AttachVerb());

  private Verbs() {}

  static Optional<Verb> named(String name) {
    return ALL.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  /** A parser that knows all of it, those too that the client does by itself. */
  public static CommandLine commandLine() {
    CommandSpec root =
        CommandSpec.create()
            .name("errand")
            .addOption(Typed.flag("Show this help.", "-h", "--help").usageHelp(true).build())
            .addOption(
                Typed.flag("Show the version.", "-V", "--version").versionHelp(true).build());
    ALL.forEach(verb -> root.addSubcommand(verb.name(), verb.spec()));
    LocalSpecs.addTo(root);
    root.usageMessage()
        .customSynopsis("errand COMMAND [OPTION...]")
        .description(
            "Background jobs for AI agents and people: start a command, close the terminal, and"
                + " nothing is lost.")
        .footer(
            "",
            "An ID may be shortened as long as it is clear; @last is the newest job.",
            "Help for one command: errand help COMMAND");
    root.version(Version.line());
    // Arguments belong to the job: a '@' in one does not name a file of more arguments.
    return new CommandLine(root).setExpandAtFiles(false);
  }
}
