package dev.errand.cli.local;

import dev.errand.cli.UsageException;
import dev.errand.cli.command.Verbs;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion scripts, made from what can be typed. */
final class Completion {
  private Completion() {}

  static String of(String shell) {
    return switch (shell) {
      case "bash" -> AutoComplete.bash("errand", Verbs.commandLine());
      case "zsh" ->
          "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
              + AutoComplete.bash("errand", Verbs.commandLine());
      case "fish" -> fish(Verbs.commandLine());
      default -> throw new UsageException("completion knows bash, zsh and fish");
    };
  }

  private static String fish(CommandLine root) {
    StringBuilder script = new StringBuilder("complete -c errand -f\n");
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      CommandLine sub = command.getValue();
      if (sub.getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      script
          .append("complete -c errand -n __fish_use_subcommand -a ")
          .append(command.getKey())
          .append(" -d ")
          .append(quoted(first(sub.getCommandSpec().usageMessage().description())))
          .append('\n');
      for (OptionSpec option : sub.getCommandSpec().options()) {
        script.append("complete -c errand -n '__fish_seen_subcommand_from ");
        script.append(command.getKey()).append('\'');
        for (String name : option.names()) {
          script.append(name.startsWith("--") ? " -l " : " -s ");
          script.append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
          script.append(" -r");
        }
        script.append(" -d ").append(quoted(first(option.description()))).append('\n');
      }
    }
    return script.toString();
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
