package dev.errand.cli.local;

import dev.errand.cli.Version;
import dev.errand.cli.command.Verbs;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page errand(1), made from what can be typed. */
final class ManPage {
  private static final String FILES =
      """
      .SH ENVIRONMENT
      .TP
      .B ERRAND_HOME
      The folder of the daemon and its jobs. Default: $XDG_STATE_HOME/errand, else ~/.local/state/errand.
      .TP
      .B ERRAND_OWNER
      The agent or session that asks, where --owner does not say so.
      .TP
      .B NO_COLOR, CLICOLOR_FORCE, TERM
      Whether there are colours.
      .PP
      A job has the environment of whoever started it, and ERRAND_RUN_ID. The command of --on-complete has
      the text of the result on its stdin, and ERRAND_DELIVERY_ID, ERRAND_ATTEMPT, ERRAND_ID, ERRAND_RUN_ID,
      ERRAND_OWNER, ERRAND_TYPE, ERRAND_LABEL, ERRAND_STATUS, ERRAND_END_REASON, ERRAND_EXIT_CODE and
      ERRAND_SIGNAL. Exit code 0 means that it has the result; else it is run again, with a growing pause.
      .SH FILES
      .TP
      .I $ERRAND_HOME/errand.properties
      Settings: max-running, max-queued, retention, output-budget, port. Read when the daemon starts.
      .TP
      .I $ERRAND_HOME/daemon.log
      What the daemon says.
      .TP
      .I $ERRAND_HOME/webhook-key
      The key with which posts to --webhook are signed (HMAC-SHA256, header Errand-Signature).
      .TP
      .I $ERRAND_HOME/token
      What must be given as Bearer to the address on 127.0.0.1.
      """;

  private ManPage() {}

  static String text() {
    CommandLine root = Verbs.commandLine();
    StringBuilder page = new StringBuilder();
    page.append(".TH ERRAND 1 \"\" \"errand ").append(Version.number()).append("\"\n");
    page.append(".SH NAME\nerrand \\- background jobs for AI agents and people\n");
    page.append(".SH SYNOPSIS\n.B errand\n.I COMMAND\n[OPTION...]\n");
    page.append(".SH DESCRIPTION\n");
    lines(page, root.getCommandSpec().usageMessage().description());
    lines(page, root.getCommandSpec().usageMessage().footer());
    page.append(".SH COMMANDS\n");
    root.getSubcommands()
        .values()
        .forEach(sub -> {
          if (!sub.getCommandSpec().usageMessage().hidden()) {
            command(page, sub.getCommandSpec());
          }
        });
    return page.append(FILES).toString();
  }

  private static void command(StringBuilder page, CommandSpec spec) {
    page.append(".SS ");
    page.append(roff(String.join(" ", spec.usageMessage().customSynopsis()))).append('\n');
    lines(page, spec.usageMessage().description());
    for (OptionSpec option : spec.options()) {
      if (option.usageHelp()) {
        continue;
      }
      page.append(".TP\n.B ").append(roff(String.join(", ", option.names())));
      if (option.arity().max() > 0) {
        page.append(' ').append(roff(option.paramLabel()));
      }
      page.append('\n');
      lines(page, option.description());
    }
    if (spec.usageMessage().footer().length > 0) {
      page.append(".PP\n");
      lines(page, spec.usageMessage().footer());
    }
  }

  private static void lines(StringBuilder page, String... lines) {
    Arrays.stream(lines)
        .forEach(line -> page.append(line.isEmpty() ? ".PP" : roff(line)).append('\n'));
  }

  /** A line that begins with a dot would be a request. */
  private static String roff(String text) {
    String line = text.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ");
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }
}
